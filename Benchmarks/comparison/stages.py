"""The stages of a comparison: rounds at fixed rates, memory, highest rate, instructions."""

import os
import re
import sys
import time

from comparison import processes, servers
from comparison.processes import Failure
from comparison.workload import SCENARIOS

# The first subscribers, registered before anything else so that there is somebody to call.
WARM = 1000


class Stage:
    """What every stage needs: the options, the load generator, a folder, and where records go."""

    def __init__(self, options, load, folder, record):
        self.options = options
        self.load = load
        self.folder = folder
        self.record = record

    def _create(self, name, subscribers, roomy=False):
        place = os.path.join(self.folder, name)
        return servers.create(name, place, subscribers, self.options, roomy)

    def _offer(self, server, name, rate, units, subscribers, settle=None):
        settle = self.options.settle if settle is None else settle
        return self.load.offer(server, SCENARIOS[name], rate, units, subscribers, settle)

    def _register(self, server, rate, subscribers):
        """Registers everyone, unmeasured; throws when somebody is left out, unreachable."""
        count = subscribers[1]
        run = self._offer(server, "register", rate, count, subscribers, settle=1)
        if run["ok"] != count:
            raise Failure(f"only {run['ok']} of {count} subscribers could register with "
                          f"{server.name}; the end of its log:\n" + processes.tail(server.log))


class Rounds(Stage):
    """Every scenario at every rate, several times, the servers taking turns.

    The order of the servers is turned over in every second round, so that a machine that slowly
    gets faster or slower favours neither.
    """

    def run(self):
        """Runs all rounds; one record a run."""
        for turn in range(self.options.rounds):
            names = self.options.servers[::-1] if turn % 2 else self.options.servers
            for name in names:
                self._leg(name, turn + 1)

    def _leg(self, name, turn):
        options, server = self.options, self._create(name, self.options.subscribers)
        everyone = (0, options.subscribers)
        try:
            server.start()
            self._register(server, 1000, everyone)
            self._warm_up(server, everyone)
            for index, scenario in enumerate(options.scenarios):
                if index:
                    time.sleep(options.rest)
                for rate in options.rates:
                    units = int(rate * options.seconds)
                    run = self._offer(server, scenario, rate, units, everyone)
                    self.record("run", server=name, round=turn, **run)
        finally:
            server.stop()

    def _warm_up(self, server, everyone):
        rate = max(self.options.rates)
        for scenario in ("call", "message"):
            if scenario in self.options.scenarios:
                units = int(rate * self.options.warm_seconds)
                self._offer(server, scenario, rate, units, everyone, settle=0.5)


class Memory(Stage):
    """What one registration costs in memory.

    The first subscribers register again and again for a while, so that everything that a rate of
    REGISTER needs (transactions, buffers, caches of the allocator) is there before the first
    reading; the difference to the last reading is then the bindings alone.
    """

    def run(self):
        """One record a server."""
        for name in self.options.servers:
            self._measure(name)

    def _measure(self, name):
        options, count = self.options, self.options.memory
        server = self._create(name, WARM + count)
        rate = options.memory_rate
        try:
            server.start(seconds=120)
            warm_units = int(rate * options.memory_warm)
            warm = self._offer(server, "register", rate, warm_units, (0, WARM), settle=1)
            run = self._offer(server, "register", rate, count, (WARM, count), settle=2)
            grown = run["pss_kb"] - warm["pss_kb"]
            self.record("memory", server=name, registrations=run["ok"], failed=run["failed"],
                        not_run=run["not_run"], retransmissions=run["retransmissions"],
                        pss_before_kb=warm["pss_kb"], pss_after_kb=run["pss_kb"],
                        bytes_each=round(grown * 1024 / max(run["ok"], 1)),
                        achieved=run["achieved"], others_percent=run["others_percent"])
        finally:
            server.stop()


class Peak(Stage):
    """The highest rate that is carried without a failure.

    Carried means: no unit failed, at most one retransmission in a thousand units, at least 98 % of
    the rate achieved. SIPp runs on the same cores, so this is a figure of the machine as a whole.
    """

    RANGES = {"call": (1000, 16000), "message": (2000, 40000), "register": (1000, 30000),
              "refresh": (1000, 40000), "untrusted": (2000, 60000)}

    def run(self):
        """One record a server and scenario; the trials go to standard error."""
        for scenario in self.options.scenarios:
            for name in self.options.servers:
                self._search(name, scenario)

    def _search(self, name, scenario):
        low, high = self.options.peak_range or self.RANGES[scenario]
        everyone, best, failed_above = (0, self.options.subscribers), None, False
        server = self._create(name, self.options.subscribers, roomy=True)
        try:
            server.start()
            self._register(server, 1000, everyone)
            middle = (low + high) // 2
            # Unmeasured: the memory of a busy server is touched for the first time here.
            self._offer(server, scenario, middle, middle * 4, everyone, settle=6)
            while high - low > max(100, low // 25):
                middle = (low + high) // 2
                run = self._offer(server, scenario, middle,
                                  int(middle * self.options.peak_seconds), everyone, settle=2)
                good = (run["failed"] == 0 and run["not_run"] == 0
                        and run["retransmissions"] * 1000 <= run["ok"]
                        and run["achieved"] >= 0.98 * middle)
                print(f"  {name} {scenario} {middle}/s {'carried' if good else 'not carried'}: "
                      f"failed {run['failed']}, not run {run['not_run']}, retransmitted "
                      f"{run['retransmissions']}, achieved {run['achieved']:.0f}/s",
                      file=sys.stderr)
                if good:
                    low, best = middle, run
                else:
                    high, failed_above = middle, True
        finally:
            server.stop()
        self.record("peak", server=name, scenario=scenario, rate=low if best else None,
                    failed_above=failed_above, searched_up_to=high,
                    cpu_us=best["cpu_us"] if best else None)


class Instructions(Stage):
    """Instructions in user space per unit, counted by callgrind.

    Two fresh starts, one with few units and one with many; the difference leaves out the start,
    the registration of the subscribers and the end. Waiting is equal in both.
    """

    FEW = 200
    SUBSCRIBERS = 200

    def run(self):
        """One record a server and scenario."""
        for scenario in self.options.scenarios:
            for name in self.options.servers:
                few, few_cost = self._count(name, scenario, self.FEW)
                many, many_cost = self._count(name, scenario, self.options.instruction_units)
                self.record("instructions", server=name, scenario=scenario, units=many["ok"],
                            failed=few["failed"] + many["failed"],
                            retransmissions=few["retransmissions"] + many["retransmissions"],
                            per_unit=round((many_cost - few_cost) / max(many["ok"] - few["ok"], 1)))

    def _count(self, name, scenario, units):
        server, everyone = self._create(name, self.SUBSCRIBERS), (0, self.SUBSCRIBERS)
        if os.path.exists(server.log):
            os.remove(server.log)
        counts = os.path.join(self.folder, "callgrind.%p")
        try:
            server.start(("valgrind", "--tool=callgrind", f"--callgrind-out-file={counts}"), 180)
            self._register(server, 100, everyone)
            run = self._offer(server, scenario, self.options.instruction_rate, units, everyone,
                              self.options.settle if self.options.settle is not None else 34)
        finally:
            server.stop(seconds=120)
        with open(server.log, encoding="utf-8", errors="replace") as file:
            collected = re.findall(r"==\d+== Collected : (\d+)", file.read())
        if not collected:
            raise Failure(f"callgrind left no count in {server.log}; does "
                          f"`valgrind --tool=callgrind {server.command()[0]}` work?")
        return run, sum(map(int, collected))
