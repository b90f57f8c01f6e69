"""What every check needs first: an operator who has a pool of numbers, and a person with an account."""

ADMINISTRATOR_PASSWORD = "a password of the operator's own"
PASSWORD = "correct horse battery"


def prepare_pool(browser, arguments):
    """The operator's first log-in: the one-time password is replaced, and numbers are added."""
    email, password = arguments.administrator
    browser.log_in(email, password)
    browser.sees("Choose a password of your own")
    browser.write("E-mail address", email)
    browser.write("Password", password)
    browser.write("New password", ADMINISTRATOR_PASSWORD)
    browser.press("Log in")
    browser.open("/operator/numbers")
    for start, kind in (("6505550000", False), ("+15551000000", True)):
        browser.write("First number", start)
        browser.write("How many", "20")
        if kind:
            browser.choose("Reached from the telephone network")
        browser.send("First number")
        browser.sees("The numbers are in the pool")
    browser.log_out()


def sign_up(browser, arguments, email, name="Ann Example"):
    browser.open("/signup")
    browser.write("Your name", name)
    browser.write("E-mail address", email)
    browser.write("Password", PASSWORD)
    browser.write("Sign-up code", arguments.code)
    browser.press("Create my account")
    assert browser.heading == "Your lines", browser.text


def add_line(browser, kind="A number of the telephone network"):
    browser.open("/lines/add")
    browser.choose(kind)
    browser.press("Add the line")
    browser.sees("Your line is ready")
