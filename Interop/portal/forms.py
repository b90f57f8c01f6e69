"""Bad input in every form: the message is beside its field, and what was typed is still there."""

import urllib.error
import urllib.parse
import urllib.request

from browser import Browser
from people import PASSWORD, add_line, prepare_pool, sign_up
from selenium.webdriver.common.by import By

NAME = "<script>document.title = 'broken'</script>\"\u0301 onfocus=x autofocus '"


def play(arguments):
    with Browser(arguments.url) as browser:
        prepare_pool(browser, arguments)
        door(browser, arguments)
        sign_up(browser, arguments, "bea@example.com", name=NAME)
        add_line(browser, "Any free number")
        names(browser)
        services(browser)
        account(browser)
        without_token(browser)
        lost(browser)


def door(browser, arguments):
    browser.open("/login")
    browser.press("Log in")
    assert browser.complaint("E-mail address") == "Write your e-mail address."
    assert browser.complaint("Password") == "Write your password."
    focused = browser.driver.switch_to.active_element
    assert focused.get_attribute("name") == "email", "the first complaint has not the focus"

    browser.open("/signup")
    browser.write("E-mail address", "bea at home")
    browser.write("Password", "short")
    browser.press("Create my account")
    assert browser.complaint("Your name") == "Write your name."
    assert "alice@example.com" in browser.complaint("E-mail address")
    assert "at least 6 characters" in browser.complaint("Password")
    assert "sign-up code" in browser.complaint("Sign-up code")
    assert browser.field("E-mail address").get_attribute("value") == "bea at home"
    assert browser.field("Password").get_attribute("value") == "", "a password was written into the page"

    browser.write("Your name", "Bea")
    browser.write("E-mail address", "bea@example.com")
    browser.write("Password", PASSWORD)
    browser.write("Sign-up code", "guessed")
    browser.press("Create my account")
    assert "not the code" in browser.complaint("Sign-up code")
    assert browser.complaint("Your name") is None

    browser.open("/recover")
    browser.write("E-mail address", "bea")
    browser.press("Send me the link")
    assert "alice@example.com" in browser.complaint("E-mail address")

    browser.open("/recover?email=bea@example.com&token=wrong")
    browser.write("New password", "abc")
    browser.press("Set the password")
    assert "at least 6 characters" in browser.complaint("New password")
    browser.write("New password", PASSWORD)
    browser.press("Set the password")
    browser.sees("The link does not work")


def names(browser):
    """A name that is markup is shown as it was written."""
    browser.press("Show it there")
    browser.sees("The number is in the address book")
    browser.open("/address-book")
    assert NAME in browser.text, browser.text
    browser.open("/account")
    assert NAME in browser.text, browser.text
    assert "broken" not in browser.driver.title
    assert not browser.trouble()


def services(browser):
    browser.open("/lines")
    browser.driver.find_element(By.CSS_SELECTOR, ".line a").click()
    browser.follow("Change services")
    place = browser.place
    browser.choose("Every call")
    browser.driver.find_element(By.ID, "target-busy").send_keys("banana!")
    seconds = browser.driver.find_element(By.ID, "seconds")
    seconds.clear()
    seconds.send_keys("500")
    browser.press("Save services")
    assert beside(browser, "target-unconditional") == "Write where these calls go."
    assert "such as" in beside(browser, "target-busy")
    assert "from 5 to 180" in beside(browser, "seconds")
    assert browser.driver.find_element(By.ID, "target-busy").get_attribute("value") == "banana!"

    # Two pages of the same services: the later one learns of the other.
    browser.open(place)
    first = browser.driver.current_window_handle
    browser.driver.switch_to.new_window("tab")
    browser.open(place)
    browser.driver.find_element(By.ID, "target-no-answer").send_keys("+1 555 123 4567")
    browser.choose("When you do not answer")
    browser.press("Save services")
    browser.sees("The services are saved")
    browser.sees("are diverted to +1 555 123 4567")
    browser.driver.close()
    browser.driver.switch_to.window(first)
    browser.choose("Hide my number")
    browser.press("Save services")
    browser.sees("The services were changed meanwhile")
    assert browser.field("Hide my number").is_selected()


def beside(browser, identifier):
    field = browser.driver.find_element(By.ID, identifier)
    assert field.get_attribute("aria-invalid") == "true"
    return browser.driver.find_element(By.ID, f"{identifier}-error").text


def account(browser):
    browser.open("/account")
    browser.write("Current password", "wrong")
    browser.write("New password", PASSWORD + " staple")
    browser.press("Change the password")
    assert browser.complaint("Current password") == "That is not your password."
    browser.write("Current password", PASSWORD)
    browser.write("New password", "abc")
    browser.press("Change the password")
    assert "at least 6 characters" in browser.complaint("New password")
    browser.open("/account/delete")
    browser.write("Your password", "wrong")
    browser.press("Delete everything")
    assert browser.complaint("Your password") == "That is not your password."


def without_token(browser):
    """A form that another site sends has the cookie, and not the token."""
    cookies = "; ".join(f"{one['name']}={one['value']}" for one in browser.driver.get_cookies())
    for path in ("/logout", "/lines/add", "/account/delete"):
        request = urllib.request.Request(
            browser.url + path, data=urllib.parse.urlencode({"form": "guessed", "password": PASSWORD}).encode(),
            headers={"Cookie": cookies})
        try:
            urllib.request.urlopen(request)
            raise AssertionError(f"{path} was taken without its token")
        except urllib.error.HTTPError as error:
            assert error.code == 403, error.code
    browser.open("/lines")
    assert browser.heading == "Your lines"


def lost(browser):
    browser.open("/lines/nobody@nowhere.example")
    assert browser.heading == "There is nothing here"
    browser.open("/no/such/page")
    assert browser.heading == "There is nothing here"
    browser.open("/operator/numbers")
    assert browser.heading == "You may not do that"
