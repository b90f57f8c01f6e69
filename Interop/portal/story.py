"""The user's story: sign up, add a line, register a phone with what the page shows, be rung by the trunk."""

import subprocess
import tempfile
import urllib.request
import xml.etree.ElementTree

import peers
from browser import Browser
from people import PASSWORD, add_line, prepare_pool, sign_up
from selenium.webdriver.common.by import By


def play(arguments):
    with Browser(arguments.url) as browser:
        prepare_pool(browser, arguments)
        sign_up(browser, arguments, "ann@example.com")
        browser.sees("No line yet")
        add_line(browser)
        settings = {name: browser.setting(name) for name in (
            "sip-address", "user-name", "line-password", "sip-domain", "outbound-proxy")}
        assert settings["sip-domain"] == arguments.domain, settings
        assert settings["sip-address"] == f"sip:{settings['user-name']}@{arguments.domain}", settings
        assert settings["line-password"] not in browser.place
        check_code(browser, settings)
        phone = register(browser, arguments, settings)
        ring(browser, arguments, settings, phone)
        remove_phone(browser, phone)
        reset_password(browser, arguments, settings)
        remove_line(browser)
        leave(browser)


def check_code(browser, settings):
    """A decoder reads the code, and what is at its address has the settings, for Linphone too."""
    with tempfile.TemporaryDirectory() as directory:
        image = f"{directory}/code.png"
        browser.driver.find_element(By.CSS_SELECTOR, ".qr svg").screenshot(image)
        run = subprocess.run(["zbarimg", "--quiet", "--raw", image], capture_output=True, text=True, check=True)
    address = run.stdout.strip()
    assert settings["line-password"] not in address, "the password is in the code's address"
    request = urllib.request.Request(address, headers={"User-Agent": "LinphoneAndroid/6.0"})
    document = xml.etree.ElementTree.fromstring(urllib.request.urlopen(request).read())
    entries = {entry.get("name"): entry.text for entry in document.iter() if entry.tag.endswith("entry")}
    assert entries["passwd"] == settings["line-password"], entries
    assert entries["reg_identity"] == settings["sip-address"], entries


def register(browser, arguments, settings):
    """The phone appears on the page, which is not loaded again."""
    browser.sees("No phone yet")
    browser.driver.execute_script("window.isSamePage = true")
    phone = peers.phone(arguments, settings["user-name"], settings["line-password"])
    browser.sees("Registered")
    browser.sees("baresip")
    assert browser.driver.execute_script("return window.isSamePage"), "the page was loaded again"
    assert browser.layout_shift() == 0, f"the page moved by {browser.layout_shift()}"
    assert settings["line-password"] in browser.text, "the password went away while it was needed"
    return phone


def ring(browser, arguments, settings, phone):
    call = peers.call(arguments, settings["user-name"])
    phone.shows("Incoming call from")
    call.process.wait(30)
    assert call.process.returncode == 0, call.written


def remove_phone(browser, phone):
    browser.driver.get(browser.driver.current_url.split("?")[0])
    browser.sees("Shown once, when it is made")
    browser.press("Remove this phone")
    browser.sees("The phone is removed")
    browser.sees("No phone yet")
    phone.stop()


def reset_password(browser, arguments, settings):
    browser.press("Reset the password")
    browser.sees("The password is new")
    new = browser.setting("line-password")
    assert new != settings["line-password"]
    old = peers.phone(arguments, settings["user-name"], settings["line-password"])
    old.shows("403 ")
    old.stop()
    phone = peers.phone(arguments, settings["user-name"], new)
    browser.sees("Registered")
    phone.stop()
    browser.sees("No phone yet")
    # Loaded again, the page shows no password and makes no new one.
    browser.driver.refresh()
    browser.sees("Shown once, when it is made")
    phone = peers.phone(arguments, settings["user-name"], new)
    browser.sees("Registered")
    phone.stop()


def remove_line(browser):
    browser.follow("Remove this line")
    browser.press("Remove the line")
    browser.sees("The line is removed")
    browser.sees("No line yet")


def leave(browser):
    browser.log_out()
    browser.sees("You are logged out")
    browser.open("/lines")
    assert browser.heading == "Log in", browser.text
    browser.log_in("ann@example.com", PASSWORD)
    browser.open("/account/delete")
    browser.write("Your password", PASSWORD)
    browser.press("Delete everything")
    browser.sees("Your account is deleted")
    browser.log_in("ann@example.com", PASSWORD)
    browser.sees("The e-mail address or the password is wrong.")
