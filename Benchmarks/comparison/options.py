"""The command line of the comparison."""

import argparse
import os

from comparison import workload
from comparison.processes import Failure

_MEMORY_FILESYSTEMS = ("tmpfs", "ramfs")


def _names(text):
    names = text.split(",")
    for name in names:
        if name not in workload.SCENARIOS:
            raise argparse.ArgumentTypeError(
                f"no scenario is called '{name}'; there are {', '.join(workload.SCENARIOS)}")
    return names


def _rates(text):
    try:
        rates = sorted(int(part) for part in text.split(","))
    except ValueError as error:
        raise argparse.ArgumentTypeError("give whole numbers, as in 500,1000,2000") from error
    if rates[0] < 1 or rates[-1] > 100000:
        raise argparse.ArgumentTypeError("a rate lies between 1 and 100000 a second")
    return rates


def _range(text):
    try:
        low, high = (int(part) for part in text.split(":"))
    except ValueError as error:
        raise argparse.ArgumentTypeError("give LOW:HIGH, as in 1000:16000") from error
    return low, high


def read(arguments=None):
    """Reads the command line and fills in what `--quick` shortens."""
    parser = argparse.ArgumentParser(
        prog="compare", description="Compares Clearwater with Kamailio on one workload in one run.",
        epilog="docs/benchmarks.md says what is measured and how to read it.")
    add = parser.add_argument
    add("--only", choices=["kamailio", "clearwater"], help="measure one server alone")
    add("--trace", action="store_true",
        help="compare the node with itself without its decision trace, instead of with Kamailio")
    add("--quick", action="store_true", help="one round of about a minute, for a first look")
    add("--instructions", action="store_true", help="count instructions per unit with callgrind")
    add("--peak", action="store_true", help="search the highest rate without a failure")
    add("--output", metavar="FILE", help="append every record to FILE as a line of JSON")
    add("--from", dest="source", metavar="FILE", help="measure nothing: print the tables of FILE")
    add("--markdown", action="store_true", help="print tables to paste into docs/benchmarks.md")
    add("--rounds", type=int, help="rounds; 0 leaves them out (default 3)")
    add("--rates", type=_rates, help="units a second (default 500,1000,2000)")
    add("--scenarios", type=_names, help="default " + ",".join(workload.SCENARIOS))
    add("--seconds", type=float, help="length of one run (default 10)")
    add("--subscribers", type=int, default=1000, help="registered subscribers (default 1000)")
    add("--settle", type=float, help="seconds watched after the last unit of every run "
                                     "(default 6 for call and message, 1 for others)")
    add("--rest", type=float, help="unmeasured seconds between scenarios (default 0)", default=0)
    add("--memory", type=int, metavar="N", help="registrations in the memory stage, up to 100000; "
                                                "0 leaves it out (default 20000)")
    add("--memory-rate", type=int, default=1000, help="registrations a second there (default 1000)")
    add("--instruction-units", type=int, help="units of the longer callgrind run (default 1000)")
    add("--instruction-rate", type=int, default=100, help="units a second there (default 100)")
    add("--peak-range", type=_range, metavar="LOW:HIGH", help="where to search the highest rate")
    add("--workers", type=int, default=2, help="Kamailio's receiving processes (default 2)")
    add("--clearwater", metavar="PATH", default=os.path.join(
        os.path.dirname(workload.FOLDER), ".build", "release", "clearwater"),
        help="the node's executable (default .build/release/clearwater)")
    add("--setting", action="append", default=[], metavar="NAME=VALUE",
        help="a further line for the node's user_settings; may be repeated")
    add("--data-parent", metavar="DIR", default="/var/tmp",
        help="where the node's data directory is made; must be on a disk (default /var/tmp)")
    options = parser.parse_args(arguments)
    _fill_in(options)
    _check(parser, options)
    return options


def _fill_in(options):
    quick = options.quick
    special = options.instructions or options.peak
    options.servers = [options.only] if options.only else ["kamailio", "clearwater"]
    if options.trace:
        options.servers = ["untraced", "clearwater"]
    defaults = {
        "rounds": 0 if special else 1 if quick else 3,
        "rates": [1000] if quick else [500, 1000, 2000],
        "scenarios": ["call", "message"] if options.peak and not options.instructions
                     else list(workload.SCENARIOS),
        "seconds": 2 if quick else 10,
        "memory": 0 if special else 2000 if quick else 20000,
        "instruction_units": 500 if quick else 1000,
    }
    for name, value in defaults.items():
        if getattr(options, name) is None:
            setattr(options, name, value)
    if quick and options.settle is None:
        options.settle = 2
    options.warm_seconds = 1 if quick else 5
    # 32 s is how long RFC 3261 lets a transaction linger (64 T1).
    options.memory_warm = 1 if quick else 34
    options.peak_seconds = 3 if quick else 8


def _check(parser, options):
    for name, low, high in (("rounds", 0, 100), ("seconds", 0.5, 600), ("subscribers", 1, 100000),
                            ("memory", 0, 100000), ("memory_rate", 1, 20000), ("workers", 1, 64),
                            ("rest", 0, 600), ("instruction_units", 300, 100000),
                            ("instruction_rate", 1, 2000)):
        if not low <= getattr(options, name) <= high:
            flag = "--" + name.replace("_", "-")
            parser.error(f"{flag} lies between {low} and {high}")
    if options.source is None and "clearwater" in options.servers:
        if not os.access(options.clearwater, os.X_OK):
            parser.error(f"{options.clearwater} is no executable: build it with "
                         "`swift build -c release`, or measure `--only kamailio`")
        kind = filesystem(options.data_parent)
        if kind in _MEMORY_FILESYSTEMS:
            parser.error(f"{options.data_parent} is a {kind}: the node's data must lie on a disk, "
                         "or its registrations would cost less than in life; "
                         "choose --data-parent")


def filesystem(path):
    """The type of the file system that a path lies on."""
    path, best = os.path.realpath(path), ("", "unknown")
    if not os.path.isdir(path):
        raise Failure(f"{path} is no directory: create it or choose another --data-parent")
    with open("/proc/self/mounts", encoding="utf-8") as file:
        for line in file:
            mounted, kind = line.split()[1:3]
            inside = path == mounted or path.startswith(mounted.rstrip("/") + "/")
            if inside and len(mounted) >= len(best[0]):
                best = (mounted, kind)
    return best[1]
