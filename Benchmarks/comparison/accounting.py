"""What a server has used so far: processor, memory, disk, and datagrams lost at its sockets."""

import glob
import os
import re
import time
from dataclasses import dataclass

from comparison.processes import tree

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Reading:
    """The counters of a process and its descendants at one moment.

    Units: `cpu_ns` by the scheduler's clock, threads that ended included; `user_s` and `system_s`
    by the kernel's split of it; `pss_kb` counts a page shared by n processes as one n-th in each.
    """

    processes: tuple
    cpu_ns: int
    user_s: float
    system_s: float
    switches: int
    rss_kb: int
    pss_kb: int
    written_bytes: int
    drops: int


def read(root):
    """Reads the counters of the process `root` and of all its descendants."""
    family = tree(root)
    user = system = switches = rss = pss = written = 0
    for pid in family:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        user += int(fields[11])
        system += int(fields[12])
        switches += _switches(pid)
        sizes = _fields(f"/proc/{pid}/smaps_rollup", ("Rss", "Pss"))
        rss += sizes["Rss"]
        pss += sizes["Pss"]
        written += _fields(f"/proc/{pid}/io", ("write_bytes",))["write_bytes"]
    return Reading(tuple(family), sum(map(cpu_ns, family)), user / _TICKS, system / _TICKS,
                   switches, rss, pss, written, _socket_drops(family))


def cpu_ns(pid):
    """The processor time of one process in nanoseconds, by the scheduler's clock.

    The kernel gives every process such a clock; its id is the complement of the process id shifted
    left by three, with 2 for "scheduler". Unlike a sum over threads it remembers those that ended.
    """
    return time.clock_gettime_ns((~pid << 3) | 2)


def _switches(pid):
    total = 0
    for path in glob.glob(f"/proc/{pid}/task/*/status"):
        try:
            with open(path, encoding="ascii", errors="replace") as file:
                total += sum(map(int, re.findall(r"ctxt_switches:\s*(\d+)", file.read())))
        except OSError:
            continue  # The thread ended.
    return total


def _fields(path, names):
    found = dict.fromkeys(names, 0)
    with open(path, encoding="ascii", errors="replace") as file:
        for line in file:
            name, _, value = line.partition(":")
            if name in found:
                found[name] = int(value.split()[0])
    return found


def _socket_drops(family):
    inodes = set()
    for pid in family:
        for path in glob.glob(f"/proc/{pid}/fd/*"):
            try:
                match = re.match(r"socket:\[(\d+)\]", os.readlink(path))
            except OSError:
                continue  # The descriptor was closed.
            if match:
                inodes.add(match[1])
    drops = 0
    for table in ("/proc/net/udp", "/proc/net/udp6"):
        if os.path.exists(table):
            with open(table, encoding="ascii") as file:
                rows = [line.split() for line in file.readlines()[1:]]
            drops += sum(int(row[12]) for row in rows if row[9] in inodes)
    return drops


def machine_drops():
    """Datagrams that any UDP socket of this machine lost for want of buffer, over IPv4."""
    with open("/proc/net/snmp", encoding="ascii") as file:
        names, values = [line.split() for line in file if line.startswith("Udp:")]
    return int(values[names.index("RcvbufErrors")])


def machine_busy():
    """Processor seconds that this machine spent, and seconds that its host withheld ("steal")."""
    with open("/proc/stat", encoding="ascii") as file:
        counted = [int(value) / _TICKS for value in file.readline().split()[1:9]]
    user, nice, system, _idle, _iowait, interrupts, soft_interrupts, steal = counted
    return user + nice + system + interrupts + soft_interrupts, steal


def udp_bound(address, port):
    """Whether some UDP socket holds this IPv4 address and port."""
    octets = [int(part) for part in address.split(".")]
    wanted = "".join(f"{octet:02X}" for octet in reversed(octets)) + f":{port:04X}"
    with open("/proc/net/udp", encoding="ascii") as file:
        return any(line.split()[1] == wanted for line in file.readlines()[1:])
