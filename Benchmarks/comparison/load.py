"""One measured run: SIPp offers a scenario at a rate, the server's use is read before and after."""

import csv
import glob
import os
import shutil
import signal
import subprocess
import tempfile
import time

from comparison import accounting, processes, workload
from comparison.processes import Failure

_PLAIN = ["-nostdin", "-buff_size", "4000000", "-timer_resol", "1", "-deadcall_wait", "0"]


class Load:
    """The load generator, with the folder it works in.

    SIPp's clock is made precise by `preciseclock.c`, compiled here once.
    """

    def __init__(self, folder):
        self.folder = folder
        library = os.path.join(folder, "preciseclock.so")
        source = os.path.join(workload.FOLDER, "preciseclock.c")
        subprocess.run(["gcc", "-O2", "-Wall", "-Werror", "-shared", "-fPIC", "-o", library, source,
                        "-ldl"], check=True)
        self.environment = dict(os.environ, LD_PRELOAD=library)

    def offer(self, server, scenario, rate, units, subscribers, settle=None):
        """Offers `units` of a scenario at `rate` a second and tells what they cost.

        `subscribers` is a pair: index of the first, and how many.
        Units: `settle` seconds between the last unit and the last reading.
        Throws: `Failure` when a process of the server ended or SIPp wrote no statistics.
        """
        place = tempfile.mkdtemp(prefix="load.", dir=self.folder)
        try:
            return self._offer(server, scenario, rate, units, subscribers,
                               scenario.settle_s if settle is None else settle, place)
        finally:
            shutil.rmtree(place, ignore_errors=True)

    def _offer(self, server, scenario, rate, units, subscribers, settle, place):
        calls = max(1, units // scenario.units_per_call)
        units = calls * scenario.units_per_call
        injection = os.path.join(place, "subscribers.csv")
        workload.write_injection(injection, *subscribers)

        phone = self._start_phone(scenario, place) if scenario.answers else None
        phone_before = accounting.cpu_ns(phone.pid) if phone else 0
        busy_before, steal_before = accounting.machine_busy()
        lost_before, own_before = accounting.machine_drops(), time.process_time_ns()
        before, began = accounting.read(server.pid), time.monotonic()

        caller = self._start_caller(scenario, rate, calls, injection, place)
        usage = processes.wait(caller, units / rate * 1.5 + 45)
        in_time = usage is not None
        if in_time:
            processes.end(caller)
        else:
            caller_ns = accounting.cpu_ns(caller.pid)
            processes.end(caller, seconds=2, polite=signal.SIGUSR1)
        took = time.monotonic() - began
        time.sleep(settle)

        server.require_alive(scenario.name)
        after = accounting.read(server.pid)
        if set(before.processes) - set(after.processes):
            raise Failure(f"a process of {server.name} ended during {scenario.name}; the end of "
                          "its log:\n" + processes.tail(server.log))
        busy_after, steal_after = accounting.machine_busy()
        lost, own = accounting.machine_drops() - lost_before, time.process_time_ns() - own_before
        phone_ns = accounting.cpu_ns(phone.pid) - phone_before if phone else 0
        if in_time:
            caller_ns = int((usage.ru_utime + usage.ru_stime) * 1e9)
        if phone:
            processes.end(phone, seconds=3, polite=signal.SIGUSR1)

        counted = _last_row(os.path.join(place, "caller.csv"))
        ok = int(counted["SuccessfulCall(C)"]) * scenario.units_per_call
        failed = int(counted["FailedCall(C)"]) * scenario.units_per_call
        answered_again = 0
        if phone:
            answered_again = int(_last_row(os.path.join(place, "phone.csv"))["Retransmissions(C)"])
        wall = time.monotonic() - began
        cpu = after.cpu_ns - before.cpu_ns
        others = (busy_after - busy_before) - (cpu + caller_ns + phone_ns + own) / 1e9

        def per_unit(seconds):
            return round(seconds * 1e6 / max(ok, 1), 2)

        return {
            "scenario": scenario.name, "rate": rate, "units": units, "ok": ok, "failed": failed,
            "not_run": units - ok - failed,
            "retransmissions": int(counted["Retransmissions(C)"]) + answered_again,
            "server_drops": after.drops - before.drops, "machine_drops": lost,
            "late_s": round(took - scenario.length_s - units / rate, 2),
            "achieved": round(ok / max(took - scenario.length_s, 0.001), 1),
            "cpu_us": per_unit(cpu / 1e9), "user_us": per_unit(after.user_s - before.user_s),
            "system_us": per_unit(after.system_s - before.system_s),
            "caller_us": per_unit(caller_ns / 1e9), "phone_us": per_unit(phone_ns / 1e9),
            "switches": round((after.switches - before.switches) / max(ok, 1), 2),
            "written_bytes": round((after.written_bytes - before.written_bytes) / max(ok, 1)),
            "pss_kb": after.pss_kb, "pss_change_kb": after.pss_kb - before.pss_kb,
            "rss_kb": after.rss_kb, "settle_s": settle,
            "others_percent": round(max(0, others) / wall / os.cpu_count() * 100, 1),
            "steal_s": round(steal_after - steal_before, 2),
            "response_ms": _response_times(place),
        }

    def _start_phone(self, scenario, place):
        command = ["sipp", "-sf", scenario.file(scenario.answers), "-i", workload.PHONE,
                   "-p", str(workload.PORT),
                   "-trace_stat", "-stf", "phone.csv", "-fd", "1", *_PLAIN]
        phone = processes.start(command, os.path.join(place, "phone.out"), place, self.environment)
        deadline = time.monotonic() + 10
        while not accounting.udp_bound(workload.PHONE, workload.PORT):
            if time.monotonic() > deadline or processes.wait(phone, 0) is not None:
                raise Failure(f"SIPp could not listen on {workload.PHONE}:{workload.PORT}:\n"
                              + processes.tail(os.path.join(place, "phone.out")))
            time.sleep(0.05)
        return phone

    def _start_caller(self, scenario, rate, calls, injection, place):
        # SIPp takes whole calls a period: a slow rate is given per 100 s to keep its fraction.
        per_second = rate / scenario.units_per_call
        whole = per_second == int(per_second)
        count, period = (int(per_second), 1000) if whole else (round(per_second * 100), 100000)
        command = ["sipp", f"{workload.SERVER}:{workload.PORT}",
                   "-sf", scenario.file(scenario.sends), "-inf", injection,
                   "-i", scenario.sender, "-p", str(workload.PORT),
                   "-auth_uri", workload.DOMAIN, "-m", str(calls), "-r", str(count),
                   "-rp", str(period), "-l", "100000", "-trace_stat", "-stf", "caller.csv",
                   "-fd", "1", "-trace_rtt", "-rtt_freq", "200", *_PLAIN]
        return processes.start(command, os.path.join(place, "caller.out"), place, self.environment)


def _last_row(path):
    try:
        with open(path, encoding="ascii", errors="replace") as file:
            return list(csv.DictReader(file, delimiter=";"))[-1]
    except (OSError, IndexError) as error:
        output = path.removesuffix(".csv") + ".out"
        raise Failure(f"SIPp left no statistics; it said:\n{processes.tail(output)}") from error


def _response_times(place):
    """Milliseconds by SIPp timer: median, 99th percentile and longest."""
    times = {}
    for path in glob.glob(os.path.join(place, "*rtt.csv")):
        with open(path, encoding="ascii", errors="replace") as file:
            for line in file:
                parts = line.strip().split(";")
                if len(parts) >= 3 and parts[0][:1].isdigit():
                    times.setdefault(parts[2], []).append(float(parts[1]))
    answer = {}
    for timer, values in sorted(times.items()):
        values.sort()
        last = len(values) - 1
        answer[timer] = [round(values[min(last, int(len(values) * share))], 3)
                         for share in (0.5, 0.99, 1)]
    return answer
