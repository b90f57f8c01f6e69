"""The operator's pages: numbers, accounts and trunks are added, changed and removed; bad input is told beside its field."""

import urllib.parse

from browser import Browser
from people import ADMINISTRATOR_PASSWORD, add_line, prepare_pool, sign_up
from selenium.webdriver.common.by import By


def play(arguments):
    with Browser(arguments.url) as browser:
        prepare_pool(browser, arguments)
        sign_up(browser, arguments, "cat@example.com", name="Cat <b>Example</b>")
        add_line(browser)
        strangers(browser)
        browser.log_out()
        browser.log_in(arguments.administrator[0], ADMINISTRATOR_PASSWORD)
        browser.follow("Operator")
        assert browser.heading == "How it fares"
        numbers(browser)
        accounts(browser)
        trunks(browser)
        configuration(browser)
        trail(browser)


def strangers(browser):
    """Whoever is no operator sees none of it, and learns of nothing."""
    for path in ("", "/numbers", "/accounts", "/accounts/cat@example.com", "/accounts/nobody@example.com", "/trunks",
                 "/trunks/add", "/trunks/nowhere/remove", "/configuration", "/audit"):
        browser.open("/operator" + path)
        assert browser.heading == "You may not do that", f"{path}: {browser.text}"
    browser.open("/lines")
    assert "Operator" not in browser.text
    status = browser.driver.execute_async_script("""
        const done = arguments[arguments.length - 1];
        const form = new URLSearchParams({ form: document.querySelector("[name=form]").value, name: "a", peers: "192.0.2.9" });
        fetch("/operator/trunks/add", { method: "POST", body: form }).then(answer => done(answer.status));""")
    assert status == 403, status


def numbers(browser):
    browser.follow("Numbers")
    browser.write("First number", "twelve")
    browser.write("How many", "0")
    browser.press("Add numbers")
    assert "18 digits" in browser.complaint("First number")
    assert "from 1 to" in browser.complaint("How many")
    assert browser.field("First number").get_attribute("value") == "twelve"
    browser.write("First number", "7005550000")
    browser.write("How many", "3")
    browser.press("Add numbers")
    browser.sees("7005550000 to 7005550002")
    browser.leave(lambda: browser.driver.find_element(
        By.CSS_SELECTOR, "[aria-label='Remove free numbers of 7005550000 to 7005550002']").click())
    browser.press("Remove free ones")
    browser.sees("The free numbers are out of the pool")
    assert "7005550000" not in browser.driver.find_element(By.CSS_SELECTOR, "table").text


def accounts(browser):
    browser.follow("Accounts")
    browser.write("Find an account", "1555100")
    browser.press("Find")
    browser.sees("cat@example.com")
    assert "admin@" not in browser.driver.find_element(By.CSS_SELECTOR, "main .rows").text
    browser.write("Find an account", "nobody of that name")
    browser.press("Find")
    browser.sees("Nobody found")
    browser.follow("Show all")

    browser.follow("Add an account")
    browser.write("E-mail address", "eve at home")
    browser.write("Name", "Eve")
    browser.write("Ends after how many days", "soon")
    browser.press("Add the account")
    assert "days from 1 to" in browser.complaint("Ends after how many days")
    browser.write("Ends after how many days", "30")
    browser.press("Add the account")
    assert "alice@example.com" in browser.complaint("E-mail address")
    browser.write("E-mail address", "eve@example.com")
    browser.press("Add the account")
    browser.sees("Hand this link to the owner now")
    link = urllib.parse.urlparse(browser.setting("password-link").replace("\n", ""))
    account = browser.place
    browser.open(account)
    assert "Hand this link" not in browser.text, "the link is shown twice"

    browser.write("Ends after how many days", "0")
    browser.press("Set when it ends")
    assert "from 1 to" in browser.complaint("Ends after how many days")
    browser.write("Ends after how many days", "")
    browser.press("Set when it ends")
    browser.sees("Never")

    browser.open(f"{link.path}?{link.query}")
    assert browser.heading == "Choose a new password", browser.text
    browser.open(account)
    browser.follow("Remove the account")
    browser.sees("It has no lines")
    browser.press("Remove the account")
    browser.sees("The account is removed")
    assert "eve@example.com" not in browser.text

    browser.open("/operator/accounts/cat@example.com")
    assert "Cat <b>Example</b>" in browser.text and "+1 555 100 0000" in browser.text


def trunks(browser):
    browser.open("/operator/trunks")
    browser.follow("Add a trunk" if "Add a trunk" in browser.text else "Add your first trunk")
    # While it is typed
    browser.write("Name", "Carrier")
    browser.until("a complaint about the name", lambda: "cannot be the name" in (browser.complaint("Name") or ""))
    browser.write("Name", "carrier")
    browser.until("no complaint any more", lambda: browser.complaint("Name") is None)
    browser.write("Peers", "198.51.100.300")
    browser.until("a complaint about the peers", lambda: "four numbers" in (browser.complaint("Peers") or ""))
    # When it is sent
    browser.press("Add the trunk")
    assert "four numbers" in browser.complaint("Peers")
    assert browser.field("Peers").get_attribute("value") == "198.51.100.300"
    browser.write("Peers", "198.51.100.3\n198.51.100.128/28")
    browser.press("Add the trunk")
    browser.sees("The trunk is in force")
    browser.sees("198.51.100.128/28")
    browser.follow("Add a trunk")
    browser.write("Name", "carrier")
    browser.write("Peers", "198.51.100.3")
    browser.press("Add the trunk")
    assert "exists" in browser.complaint("Name")
    assert "a peer of the trunk carrier already" in browser.complaint("Peers")
    browser.leave(lambda: browser.driver.find_element(By.CSS_SELECTOR, "a[href$='preset=voxbone']").click())
    browser.sees("Compare the list")
    browser.press("Add the trunk")
    browser.sees("The trunk is in force")
    for name in ("carrier", "voxbone"):
        browser.leave(lambda: browser.driver.find_element(
            By.CSS_SELECTOR, f"[aria-label='Remove the trunk {name}']").click())
        browser.press("Remove the trunk")
        browser.sees("The trunk is removed")


def configuration(browser):
    browser.follow("Configuration")
    browser.sees("home_domain")
    browser.sees("shared_config:")
    assert "(set)" in browser.text


def trail(browser):
    browser.follow("Audit trail")
    for words in ("Remove trunk voxbone", "Add trunk carrier", "Issue password link eve@example.com",
                  "Remove account eve@example.com", "Add numbers 7005550000 to 7005550002"):
        browser.sees(words)
    # What was refused or complained about on purpose says so in the browser's log.
    trouble = [one for one in browser.trouble() if "status of 4" not in one]
    assert not trouble, trouble
