"""Peers that we did not write: baresip as the phone, SIPp as the trunk, started by the scripts that people use."""

import pathlib
import signal
import subprocess
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent.parent


class Peer:
    """A program that is ended with the check, and whose screen can be read."""

    def __init__(self, *command):
        self.screen = tempfile.NamedTemporaryFile("w+", suffix=".screen")
        # The kernel ends it when this check is killed.
        self.process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", "--", *command], stdin=subprocess.DEVNULL,
            stdout=self.screen, stderr=subprocess.STDOUT)

    @property
    def written(self):
        return pathlib.Path(self.screen.name).read_text(errors="replace")

    def shows(self, text, patience=15):
        end = time.monotonic() + patience
        while text not in self.written:
            if time.monotonic() > end or self.process.poll() is not None:
                raise AssertionError(f"no {text!r} on its screen\n{self.written}")
            time.sleep(0.05)

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def phone(arguments, number, password):
    return Peer(
        str(HERE / "softphone"), "--at", arguments.phone, "--node", arguments.node, "--number", number,
        "--password", password, "--domain", arguments.domain, "--out", tempfile.mkdtemp())


def call(arguments, number, at=None):
    """A call from the trunk, or from another address, to a number; it gives up by itself."""
    return Peer(
        str(HERE / "play"), "trunk/call_cancelled", "--at", at or arguments.trunk, "--node", arguments.node,
        "--number", number, "--domain", arguments.domain, "--limit", "20", "--out", tempfile.mkdtemp())
