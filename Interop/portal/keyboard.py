"""The main path without a mouse: every step by Tab, Space, arrow keys and Enter."""

from browser import Browser
from people import PASSWORD, prepare_pool
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys


def play(arguments):
    with Browser(arguments.url) as browser:
        prepare_pool(browser, arguments)
        browser.open("/login")
        press(browser, Keys.TAB)
        assert focused(browser).text == "Skip to the content", "the first stop is not the skip link"
        browser.leave(lambda: go(browser, "Sign up", Keys.ENTER))
        for label, text in (("Your name", "Cas"), ("E-mail address", "cas@example.com"),
                            ("Password", PASSWORD), ("Sign-up code", arguments.code)):
            go(browser, label, text)
        browser.leave(lambda: press(browser, Keys.ENTER))
        browser.leave(lambda: go(browser, "Add your first line", Keys.ENTER))
        go(browser, "Any free number", Keys.ARROW_DOWN)
        assert focused(browser).get_attribute("value") == "pstn", "the arrow keys do not choose"
        browser.leave(lambda: go(browser, "Add the line", Keys.ENTER))
        go(browser, "Copy Password", Keys.ENTER)
        browser.sees("Copied")
        browser.leave(lambda: go(browser, "Change services", Keys.ENTER))
        go(browser, "When no phone is registered", Keys.SPACE)
        go(browser, "Divert to", "+15551234567")
        browser.leave(lambda: press(browser, Keys.ENTER))
        browser.sees("While no phone is registered, calls are diverted to +1 555 123 4567.")
        browser.leave(lambda: go(browser, "Log out", Keys.ENTER))
        browser.sees("You are logged out")


def press(browser, *keys):
    ActionChains(browser.driver).send_keys(*keys).perform()


def focused(browser):
    return browser.driver.switch_to.active_element


def name(browser, element):
    return browser.driver.execute_script("""
        const one = arguments[0];
        return one.getAttribute('aria-label') || one.labels?.[0]?.innerText || one.innerText || ''""", element).strip()


def go(browser, words, *keys):
    """Tabs on to what has this name, sees that the focus can be seen, and types."""
    seen = []
    for _ in range(80):
        press(browser, Keys.TAB)
        element = focused(browser)
        seen.append(name(browser, element))
        if seen[-1] == words:
            ring = browser.driver.execute_script(
                "const s = getComputedStyle(arguments[0]); const a = getComputedStyle(arguments[0], '::after');"
                "return [s, a].some(s => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2)", element)
            assert ring, f"nothing shows that {words!r} has the focus"
            press(browser, *keys)
            return
    raise AssertionError(f"{words!r} is not reached by Tab; reached were {seen}")
