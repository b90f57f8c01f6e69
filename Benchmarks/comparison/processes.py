"""Starts child processes, watches them, and ends every one of them by its id."""

import ctypes
import glob
import os
import select
import signal
import subprocess
import sys
import time

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)
_started = []


class Failure(Exception):
    """Something that stops the comparison; the text says what to do about it."""


def _die_with_parent():
    # A comparison that is killed leaves neither a server nor a load behind.
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def start(command, output, cwd=None, environment=None):
    """Starts a process in its own session, its output going to the file at path `output`."""
    with open(output, "ab") as file:
        child = subprocess.Popen(
            command, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, stdout=file, stderr=file,
            start_new_session=True, preexec_fn=_die_with_parent)
    _started.append(child)
    return child


def tree(root):
    """The ids of a process and of all its descendants that are alive."""
    if not os.path.exists(f"/proc/{root}"):
        return []
    found = [root]
    for path in glob.glob(f"/proc/{root}/task/*/children"):
        try:
            with open(path, encoding="ascii") as file:
                children = file.read().split()
        except OSError:
            continue  # The thread ended while it was being looked at.
        for child in children:
            found += tree(int(child))
    return found


def wait(child, seconds):
    """Waits for a child to end, without polling.

    Returns: its resource usage, or None when the time is over and it still runs.
    """
    handle = os.pidfd_open(child.pid)
    try:
        if not select.select([handle], [], [], max(0, seconds))[0]:
            return None
    finally:
        os.close(handle)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return usage


def end(child, seconds=20, polite=signal.SIGTERM):
    """Ends a child and its descendants, first politely, after `seconds` by force.

    Returns: True when it went by itself.
    """
    if child in _started:
        _started.remove(child)
    if child.returncode is not None:
        return True
    family = tree(child.pid)
    os.kill(child.pid, polite)
    went = wait(child, seconds) is not None
    if not went:
        os.kill(child.pid, signal.SIGKILL)
        wait(child, 10)
    deadline = time.monotonic() + 5
    while _alive(family) and time.monotonic() < deadline:
        time.sleep(0.05)
    for pid in _alive(family):
        os.kill(pid, signal.SIGKILL)
    return went


def _alive(family):
    return [pid for pid in family if os.path.exists(f"/proc/{pid}")]


def end_all():
    """Ends every child that is still running; for the way out of the program."""
    for child in list(_started):
        try:
            end(child, seconds=5)
        except OSError as error:
            print(f"process {child.pid} could not be ended: {error}", file=sys.stderr)


def tail(path, lines=8):
    """The last lines of a log, for a message to a person."""
    with open(path, encoding="utf-8", errors="replace") as file:
        return "".join("    " + line for line in file.readlines()[-lines:]).rstrip()
