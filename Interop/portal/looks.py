"""Every page that links lead to, photographed and measured: accessibility, weight, requests, layout shift."""

import pathlib
import urllib.parse

import axe_core_python
from browser import Browser
from people import ADMINISTRATOR_PASSWORD, add_line, prepare_pool, sign_up
from selenium.webdriver.common.by import By

WIDTHS = (360, 768, 1280)
SCHEMES = ("light", "dark")
MOST_OCTETS = 100_000
MOST_REQUESTS = 5
AXE = (pathlib.Path(axe_core_python.__file__).parent / "axe.min.js").read_text()


def play(arguments):
    out = pathlib.Path(arguments.out)
    with Browser(arguments.url) as browser:
        prepare_pool(browser, arguments)
        faults = []
        for path, name in (("/login", "login"), ("/signup", "signup"), ("/recover", "recover"),
                           ("/recover?email=dan@example.com&token=x", "new-password"), ("/nowhere", "not-found")):
            faults += survey(browser, out, name, lambda path=path: browser.open(path))
        faults += survey(browser, out, "login-complaints", lambda: complain(browser))
        sign_up(browser, arguments, "dan@example.com", name="Dan Example")
        faults += survey(browser, out, "lines-empty", lambda: browser.open("/lines"))
        add_line(browser, "Any free number")
        line = browser.place
        faults += survey(browser, out, "lines-one-password", lambda: reset(browser, line))
        browser.open("/lines")
        faults += survey_links(browser, out, "")
        browser.log_out()
        browser.log_in(arguments.administrator[0], ADMINISTRATOR_PASSWORD)
        browser.open("/operator")
        faults += survey_links(browser, out, "/operator")
    assert not faults, "\n".join(faults)


def complain(browser):
    browser.open("/login")
    browser.write("E-mail address", "dan@example.com")
    browser.press("Log in")


def reset(browser, line):
    browser.open(line)
    browser.press("Reset the password")


def survey_links(browser, out, below):
    """All pages that are reached by links, from the one that is open."""
    faults = []
    known = set()
    waiting = [browser.place]
    while waiting:
        path = waiting.pop(0)
        if path in known or not path.startswith(below):
            continue
        known.add(path)
        faults += survey(browser, out, name_of(path), lambda path=path: browser.open(path))
        if browser.heading == "There is nothing here":
            faults.append(f"{path}: a link leads nowhere")
        # Neither files nor the arrows of a ladder, which lead to a place in their own page.
        for link in browser.driver.find_elements(By.CSS_SELECTOR, "a[href]:not([download], svg a)"):
            target = link.get_attribute("href")
            if target.startswith(browser.url + "/"):
                waiting.append(target.removeprefix(browser.url).split("#")[0])
    return faults


def name_of(path):
    """`/lines/6505550000@ims.test/services` is called lines-one-services."""
    parts = urllib.parse.unquote(urllib.parse.urlsplit(path).path).strip("/").split("/")
    return "-".join("one" if "@" in part else part for part in parts) or "start"


def survey(browser, out, name, show):
    faults = []
    for scheme in SCHEMES:
        for width in WIDTHS:
            where = f"{name} at {width} in {scheme}"
            browser.look_like(width, scheme)
            show()
            requests, octets, addresses = browser.cost()
            if requests > MOST_REQUESTS:
                faults.append(f"{where}: {requests} requests: {addresses}")
            if octets > MOST_OCTETS:
                faults.append(f"{where}: {octets} octets")
            foreign = [one for one in addresses if not one.startswith(browser.url + "/")]
            if foreign:
                faults.append(f"{where}: from elsewhere: {foreign}")
            wide = browser.driver.execute_script("return document.documentElement.scrollWidth")
            if wide > width:
                faults.append(f"{where}: {wide} pixels wide")
            faults += [f"{where}: {fault}" for fault in accessibility(browser)]
            shift = browser.layout_shift()
            if shift > 0:
                faults.append(f"{where}: the layout shifted by {shift}")
            browser.photograph(out / f"{name}-{width}-{scheme}.png", width)
    print(f"{name}: {requests} requests, {octets} octets")
    return faults + [f"{name}: {one}" for one in browser.trouble()]


def accessibility(browser):
    """What axe-core calls serious or critical."""
    found = browser.driver.execute_async_script(AXE + """
        const done = arguments[arguments.length - 1];
        axe.run().then(result => done(result.violations
            .filter(one => one.impact === 'serious' || one.impact === 'critical')
            .map(one => `${one.id}: ${one.nodes.map(node => node.html).join(' ')}`)))""")
    return found
