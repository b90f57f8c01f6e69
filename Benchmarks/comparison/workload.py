"""The workload: who speaks from which address, and what one unit of each scenario is."""

import os
from dataclasses import dataclass

SERVER = "127.0.0.1"
TRUNK = "127.0.0.10"
PHONE = "127.0.0.20"
STRANGER = "127.0.0.66"
PORT = 5060
DOMAIN = "ims.test"

FOLDER = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SCENARIOS_FOLDER = os.path.join(FOLDER, "scenarios")


@dataclass(frozen=True)
class Scenario:
    """One kind of traffic.

    Units: `length_s` is how long one SIPp call lasts when nothing is lost; `settle_s` how long the
    server is still watched after the last unit, so that its transaction timers are paid for.
    """

    name: str
    unit: str
    sender: str
    sends: str
    answers: str | None
    units_per_call: int
    length_s: float
    settle_s: float

    def file(self, which):
        """The path of a SIPp scenario file of this workload."""
        return os.path.join(SCENARIOS_FOLDER, which + ".xml")


SCENARIOS = {
    scenario.name: scenario
    for scenario in (
        Scenario("call", "INVITE 100 180 200 ACK BYE 200", TRUNK,
                 "trunk-call", "phone-call", 1, 0.5, 6),
        Scenario("message", "MESSAGE 200", TRUNK,
                 "trunk-message", "phone-message", 1, 0, 6),
        Scenario("register", "REGISTER 401 REGISTER 200", PHONE,
                 "phone-register", None, 1, 0, 1),
        Scenario("refresh", "REGISTER 200 (a 401 every 50)", PHONE,
                 "phone-refresh", None, 50, 1.2, 1),
        Scenario("untrusted", "INVITE 403 ACK", STRANGER,
                 "stranger-call", None, 1, 0, 1),
    )
}


def number(index):
    """The telephone number of a subscriber, counted from 0."""
    return f"+1555{1000000 + index}"


def password(index):
    """The password of a subscriber, counted from 0."""
    return f"pw-{number(index)}"


def write_injection(path, first, count):
    """Writes SIPp's injection file: one line a subscriber, its number and its credentials."""
    with open(path, "w", encoding="ascii") as file:
        file.write("SEQUENTIAL\n")
        for index in range(first, first + count):
            credentials = f"username={number(index)} password={password(index)}"
            file.write(f"{number(index)};[authentication {credentials}]\n")


def write_accounts(path, count):
    """Writes the `number,password` file that `clearwater subscriber import` takes."""
    with open(path, "w", encoding="ascii") as file:
        for index in range(count):
            file.write(f"{number(index)},{password(index)}\n")
