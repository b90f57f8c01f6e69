"""A person at a browser: Debian's Chromium, driven by Selenium, that finds things by what is written on them."""

import pathlib
import time

from selenium import webdriver
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

PATIENCE = 15


class Browser:
    def __init__(self, url):
        self.url = url
        options = webdriver.ChromeOptions()
        # Chromium's own sandbox does not work for root in a container; nothing strange is opened here.
        for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars",
                         "--disable-background-networking", "--no-proxy-server"):
            options.add_argument(argument)
        self.driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
        self.driver.execute_cdp_cmd("Network.enable", {})
        self.driver.execute_cdp_cmd("Network.setCacheDisabled", {"cacheDisabled": True})
        self.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": WATCH_SHIFTS})

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.driver.quit()

    # What a person does

    def open(self, path):
        self.driver.get(self.url + path)

    def write(self, label, text):
        field = self.field(label)
        field.clear()
        field.send_keys(text)

    def choose(self, label):
        """A radio button or a checkbox."""
        field = self.field(label)
        if not field.is_selected():
            field.click()

    def press(self, words):
        """A button; a page follows. Marks the old page so that the new one is waited for."""
        self.leave(lambda: self.button(words).click())

    def send(self, label):
        """The form that has this field; a page follows."""
        form = self.field(label).find_element(By.XPATH, "ancestor::form")
        self.leave(form.find_element(By.CSS_SELECTOR, "button[type=submit]").click)

    def follow(self, words):
        self.leave(lambda: self.driver.find_element(By.LINK_TEXT, words).click())

    def leave(self, action):
        self.driver.execute_script("window.isOld = true")
        action()
        self.until("a new page", lambda: self.driver.execute_script(
            "return !window.isOld && document.readyState === 'complete'"))

    def log_in(self, email, password):
        self.open("/login")
        self.write("E-mail address", email)
        self.write("Password", password)
        self.press("Log in")

    def log_out(self):
        self.press("Log out")

    # What a person sees

    def field(self, label):
        for element in self.driver.find_elements(By.TAG_NAME, "label"):
            if element.text.strip() == label:
                return self.driver.find_element(By.ID, element.get_attribute("for"))
        raise AssertionError(f"no field is labelled {label!r} on {self.place}\n{self.text}")

    def button(self, words):
        # The main part first: the button that logs out is above every page.
        for button in self.driver.find_elements(By.CSS_SELECTOR, "main button, header button"):
            if button.text.strip() == words:
                return button
        raise AssertionError(f"no button says {words!r} on {self.place}\n{self.text}")

    def complaint(self, label):
        """The message beside a field, as the field itself refers to it."""
        field = self.field(label)
        for name in (field.get_attribute("aria-describedby") or "").split():
            described = self.driver.find_element(By.ID, name)
            if "error" in described.get_attribute("class"):
                assert field.get_attribute("aria-invalid") == "true", f"{label} is not marked as invalid"
                return described.text
        return None

    def setting(self, identifier):
        """A value that has a copy button."""
        return self.driver.find_element(By.ID, identifier).text

    @property
    def heading(self):
        return self.driver.find_element(By.TAG_NAME, "h1").text

    @property
    def text(self):
        return self.driver.find_element(By.TAG_NAME, "body").text

    @property
    def place(self):
        return self.driver.current_url.removeprefix(self.url)

    def until(self, what, look):
        end = time.monotonic() + PATIENCE
        while True:
            try:
                sight = look()
                if sight:
                    return sight
            except (NoSuchElementException, StaleElementReferenceException):
                pass
            if time.monotonic() > end:
                raise AssertionError(f"no {what} within {PATIENCE} s on {self.place}\n{self.text}")
            time.sleep(0.05)

    def sees(self, text):
        self.until(repr(text), lambda: text in self.text)

    # What the browser measures

    def look_like(self, width, scheme, height=800):
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {
            "features": [{"name": "prefers-color-scheme", "value": scheme}]})
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600})

    def photograph(self, file, width):
        """The whole page, however long."""
        height = self.driver.execute_script("return document.documentElement.scrollHeight")
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": max(800, height), "deviceScaleFactor": 1, "mobile": width < 600})
        pathlib.Path(file).parent.mkdir(parents=True, exist_ok=True)
        self.driver.save_screenshot(str(file))

    def layout_shift(self):
        """Cumulative layout shift since the page was opened."""
        return self.driver.execute_script("return window.layoutShift")

    def cost(self):
        """Requests and octets, headers included, that the page took."""
        return self.driver.execute_script("""
            const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
                .filter(one => one.initiatorType !== 'fetch');
            return [all.length, all.reduce((sum, one) => sum + one.transferSize, 0), all.map(one => one.name)]""")

    def trouble(self):
        """What the browser complains about: a page that breaks its own policy, a script's error.

        It complains of every page with a status of 400 or more too; those are checked by what they say.
        """
        return [entry["message"] for entry in self.driver.get_log("browser")
                if entry["level"] == "SEVERE" and "with a status of 4" not in entry["message"]]


# Shifts within half a second of a person's own action do not count, as in the browsers' own definition.
WATCH_SHIFTS = """
window.layoutShift = 0;
new PerformanceObserver(list => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.layoutShift += entry.value;
}).observe({ type: 'layout-shift', buffered: true });
"""
