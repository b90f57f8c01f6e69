"""What an operator finds out in the browser: a call as it happens and its ladder, who was refused, the doctor, the trunk test."""

import pathlib
import subprocess
import tempfile
import urllib.request

import peers
from browser import Browser
from looks import survey
from people import ADMINISTRATOR_PASSWORD, add_line, prepare_pool, sign_up
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys


def play(arguments):
    out = pathlib.Path(arguments.out)
    with Browser(arguments.url) as browser:
        prepare_pool(browser, arguments)
        sign_up(browser, arguments, "gus@example.com", name="Gus Example")
        add_line(browser)
        number, password = browser.setting("user-name"), browser.setting("line-password")
        browser.log_out()
        browser.log_in(arguments.administrator[0], ADMINISTRATOR_PASSWORD)
        phone = peers.phone(arguments, number, password)
        path = live(browser, arguments, number, phone)
        faults = survey(browser, out, "calls", lambda: browser.open("/operator/calls"))
        faults += survey(browser, out, "call", lambda: browser.open(path))
        ladder(browser, path)
        bodies(browser, path)
        narrow(browser, number)
        faults += refused(browser, arguments, number, out)
        faults += doctor(browser, number, out)
        faults += trunk_test(browser, number, out)
        phone.stop()
        trail(browser)
    assert not faults, "\n".join(faults)


def live(browser, arguments, number, phone):
    """A call appears on the page, which is not loaded again and does not move."""
    browser.open("/operator/calls?kind=call")
    browser.until("a live page", lambda: browser.driver.find_element(
        By.CSS_SELECTOR, "[data-calls-sign]").get_attribute("data-state") == "live")
    browser.driver.execute_script("window.isSamePage = true")
    call = peers.call(arguments, number)
    phone.shows("Incoming call from")
    row = browser.until("a row", lambda: browser.driver.find_element(By.CSS_SELECTOR, "#calls tr"))
    assert number.lstrip("+") in row.text.replace(" ", ""), row.text
    call.process.wait(30)
    assert call.process.returncode == 0, call.written
    browser.until("its end", lambda: "487" in browser.driver.find_element(By.CSS_SELECTOR, "#calls tr").text)
    assert browser.driver.execute_script("return window.isSamePage"), "the page was loaded again"
    assert browser.layout_shift() == 0, f"the page moved by {browser.layout_shift()}"
    browser.follow("Ladder")
    return browser.place


def ladder(browser, path):
    browser.open(path)
    arrows = browser.driver.find_elements(By.CSS_SELECTOR, ".ladder .ladder-arrow")
    labels = [arrow.get_attribute("aria-label") for arrow in arrows]
    assert labels[0].startswith("INVITE from"), labels
    assert any(label.startswith("180 Ringing") for label in labels), labels
    assert any(label.startswith("CANCEL") for label in labels), labels
    assert browser.driver.find_elements(By.CSS_SELECTOR, ".ladder .ladder-note"), "no decisions are drawn"
    assert len(browser.driver.find_elements(By.CSS_SELECTOR, ".step-message")) == len(arrows)
    # By the keyboard: the arrow leads to its message, which opens.
    passed_on = next(arrow for arrow in arrows if arrow.get_attribute("aria-label").startswith("INVITE from this node"))
    browser.driver.execute_script("arguments[0].focus()", passed_on)
    ActionChains(browser.driver).send_keys(Keys.ENTER).perform()
    opened = browser.until("an open message", lambda: browser.driver.find_element(By.CSS_SELECTOR, "details[open]"))
    assert "INVITE sip:" in opened.text and "Changed against the" in opened.text, opened.text
    added = [one.text for one in opened.find_elements(By.TAG_NAME, "ins")]
    assert any("Via: " in line for line in added), added


def bodies(browser, path):
    """Redacted until the operator asks; the capture opens."""
    browser.open(path)
    assert "overwritten with x" in browser.text
    cookies = "; ".join(f"{one['name']}={one['value']}" for one in browser.driver.get_cookies())
    request = urllib.request.Request(f"{browser.url}{path}/pcap", headers={"Cookie": cookies})
    with tempfile.NamedTemporaryFile(suffix=".pcap") as file:
        file.write(urllib.request.urlopen(request).read())
        file.flush()
        shown = subprocess.run(["tshark", "-r", file.name, "-Y", "sip.Method == INVITE"], capture_output=True,
                               text=True, check=True).stdout
    assert shown.count("INVITE") >= 2, shown
    browser.press("Show bodies and credentials")
    browser.sees("They are shown as they were")
    browser.follow("Hide them again")
    browser.sees("overwritten with x")


def narrow(browser, number):
    browser.open("/operator/calls")
    browser.choose("Only what failed")
    browser.write("Number", number[-4:])
    browser.press("Show")
    browser.sees("Found")
    browser.write("Number", "nobody")
    browser.press("Show")
    assert "Write digits" in browser.complaint("Number")
    # Without scripts it is a list all the same.
    browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    browser.driver.get(browser.url + "/operator/calls")
    assert browser.driver.find_elements(By.CSS_SELECTOR, "#calls tr"), "there is no list without scripts"
    browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def refused(browser, arguments, number, out):
    """A stranger's call is refused; the operator silences it, and then lets it in."""
    call = peers.call(arguments, number, at=arguments.stranger)
    call.process.wait(30)
    assert call.process.returncode != 0, "a stranger's call was taken"
    browser.open("/operator/refused")
    browser.sees(arguments.stranger)
    faults = survey(browser, out, "refused", lambda: browser.open("/operator/refused"))
    browser.leave(lambda: browser.driver.find_element(
        By.CSS_SELECTOR, f"[aria-label='Silence {arguments.stranger}']").click())
    browser.sees("The source is silenced")
    browser.leave(lambda: browser.driver.find_element(
        By.CSS_SELECTOR, f"[aria-label='List {arguments.stranger} again']").click())
    browser.sees("The source is listed again")
    browser.leave(lambda: browser.driver.find_element(
        By.CSS_SELECTOR, f"[aria-label='Allow {arguments.stranger} on a trunk']").click())
    faults += survey(browser, out, "allow", lambda place=browser.place: browser.open(place))
    browser.write("Name of the new trunk", "Carrier!")
    browser.press("Allow it")
    assert "cannot be the name" in browser.complaint("Name of the new trunk")
    browser.write("Name of the new trunk", "carrier")
    browser.press("Allow it")
    browser.sees("The address is on the trunk")
    call = peers.call(arguments, number, at=arguments.stranger)
    call.process.wait(30)
    assert call.process.returncode == 0, call.written
    browser.open("/operator/trunks")
    browser.sees(arguments.stranger)
    return faults


def doctor(browser, number, out):
    browser.open("/operator/doctor")
    browser.write("Number", number)
    browser.press("Examine")
    for words in ("1. Does it arrive?", "2. Is its sender trusted?", "3. Does it ring?", "The machine"):
        browser.sees(words)
    faults = survey(browser, out, "doctor", lambda place=browser.place: browser.open(place))
    browser.press("Place a test call")
    browser.sees("3. Does it ring?")
    return faults


def trunk_test(browser, number, out):
    browser.open("/operator/trunk-test")
    faults = survey(browser, out, "trunk-test", lambda: browser.open("/operator/trunk-test"))
    browser.write("Number", "")
    browser.press("Play it")
    assert "Write the number" in browser.complaint("Number")
    browser.write("Number", number)
    browser.choose("A call and an SMS")
    browser.choose("Answered by a built-in phone")
    browser.press("Play it")
    browser.sees("All went as expected")
    assert len(browser.driver.find_elements(By.CSS_SELECTOR, ".ladder")) >= 2, browser.text
    return faults + survey(browser, out, "trunk-test-over", lambda place=browser.place: browser.open(place))


def trail(browser):
    browser.open("/operator/audit")
    browser.sees("Show bodies")
    trouble = [one for one in browser.trouble() if "status of 4" not in one]
    assert not trouble, trouble
