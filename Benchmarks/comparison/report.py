"""Turns records into tables that a person can read, or paste into a page."""

import statistics

TITLES = {"kamailio": "Kamailio", "untraced": "Without trace", "clearwater": "Clearwater"}


def tables(records, markdown=False):
    """All tables that the records can fill, as text."""
    machine = next((each for each in records if each["kind"] == "machine"), None)
    servers = [name for name in TITLES if any(each.get("server") == name for each in records)]
    parts = [_machine(machine)] if machine else []
    for kind, build in (("run", _runs), ("memory", _memory), ("instructions", _instructions),
                        ("peak", _peaks)):
        chosen = [each for each in records if each["kind"] == kind]
        if chosen:
            title, header, rows = build(chosen, servers)
            parts.append(title + "\n\n" + _lay_out(header, rows, markdown))
    slow = [f"{TITLES[each['server']]} {each['scenario']} at {each['rate']:,}/s"
            for each in records if each["kind"] == "run" and _was_late(each)]
    if slow:
        parts.append("The rate was not reached in: " + ", ".join(sorted(set(slow))) + ".")
    noisy = [each["others_percent"] for each in records if each.get("others_percent", 0) > 5]
    if noisy:
        parts.append(f"The machine was not quiet: in {len(noisy)} of the measurements other "
                     f"programs took more than 5 % of it "
                     f"(up to {max(noisy):.0f} %). These times are "
                     "no result: they show that the tool works; run again on a quiet machine.")
    return "\n\n".join(parts)


def _was_late(run):
    return run["late_s"] > 0.5 + 0.02 * run["units"] / run["rate"]


def _machine(machine):
    text = (f"Measured {machine['date']} on {machine['cores']} cores ({machine['processor']}), "
            f"Linux {machine['kernel']}, load average at the start {machine['load']}.")
    for name, version in machine["versions"].items():
        text += f" {TITLES[name]}: {version}."
    return text


def _by(records, *keys):
    groups = {}
    for each in records:
        groups.setdefault(tuple(each[key] for key in keys), []).append(each)
    return groups


def _median(records, key):
    return statistics.median(each[key] for each in records) if records else None


def _ratio(ours, theirs, digits=2):
    return f"{ours / theirs:.{digits}f}" if ours is not None and theirs else "–"


def _shown(value, digits=0):
    return "–" if value is None else f"{value:,.{digits}f}"


def _runs(records, servers):
    both = len(servers) == 2
    header = ["scenario", "per second"] + [f"{TITLES[name]} µs" for name in servers]
    header += ["ratio", "by round"] if both else []
    header += [f"{word} {'/'.join(TITLES[name][0] for name in servers)}"
               for word in ("failed", "retransmitted", "dropped")] + ["p99 ms"]
    rows = []
    for (scenario, rate), runs in _by(records, "scenario", "rate").items():
        per = {name: [each for each in runs if each["server"] == name] for name in servers}
        row = [scenario, f"{rate:,}"]
        for name in servers:
            values = [each["cpu_us"] for each in per[name]]
            row.append(f"{_shown(_median(per[name], 'cpu_us'), 1)}"
                       + (f" [{min(values):.0f}–{max(values):.0f}]" if len(values) > 1 else ""))
        if both:
            theirs, ours = (_median(per[name], "cpu_us") for name in servers)
            row += [_ratio(ours, theirs), _ratios_by_round(per, servers)]
        row.append("/".join(str(sum(each["failed"] + each["not_run"] for each in per[name]))
                            for name in servers))
        for key in ("retransmissions", "server_drops"):
            row.append("/".join(str(sum(each[key] for each in per[name])) for name in servers))
        row.append("/".join(_p99(per[name]) for name in servers))
        rows.append(row)
    title = "Server processor time per unit: median of the rounds [lowest–highest]"
    pair = f", and {TITLES[servers[1]]} divided by {TITLES[servers[0]]}" if both else ""
    return title + pair + ".", header, rows


def _ratios_by_round(per, servers):
    theirs = {each["round"]: each["cpu_us"] for each in per[servers[0]]}
    ratios = [each["cpu_us"] / theirs[each["round"]] for each in per[servers[1]]
              if theirs.get(each["round"])]
    return f"{min(ratios):.2f}–{max(ratios):.2f}" if ratios else "–"


def _p99(runs):
    values = [list(each["response_ms"].values())[-1][1] for each in runs if each["response_ms"]]
    return f"{statistics.median(values):.2f}" if values else "–"


def _memory(records, servers):
    header = ["server", "registrations", "bytes each", "PSS before, MiB", "PSS after, MiB",
              "failed"]
    rows = [[TITLES[each["server"]], _shown(each["registrations"]), _shown(each["bytes_each"]),
             _shown(each["pss_before_kb"] / 1024, 1), _shown(each["pss_after_kb"] / 1024, 1),
             str(each["failed"] + each["not_run"])] for each in records]
    return "Memory of a registration.", header, rows


def _instructions(records, servers):
    return ("Instructions in user space per unit (callgrind).",
            *_side_by_side(records, servers, "per_unit", ["failed", "retransmissions"]))


def _peaks(records, servers):
    title = "Highest rate per second without a failure."
    if any(not each["failed_above"] for each in records):
        title += (" Where nothing failed up to the end of the range, the figure is a lower bound: "
                  + ", ".join(f"{TITLES[each['server']]} {each['scenario']}" for each in records
                              if not each["failed_above"]) + ".")
    return title, *_side_by_side(records, servers, "rate", [])


def _side_by_side(records, servers, key, sums):
    both = len(servers) == 2
    header = ["scenario"] + [TITLES[name] for name in servers] + (["ratio"] if both else []) + sums
    rows = []
    for (scenario,), group in _by(records, "scenario").items():
        values = {name: [each for each in group if each["server"] == name and each[key] is not None]
                  for name in servers}
        medians = [_median(values[name], key) for name in servers]
        row = [scenario] + [_shown(value) for value in medians]
        if both:
            row.append(_ratio(medians[1], medians[0]))
        rows.append(row + [str(sum(each[name] for each in group)) for name in sums])
    return header, rows


def _lay_out(header, rows, markdown):
    widths = [max(len(row[column]) for row in [header, *rows]) for column in range(len(header))]

    def line(row):
        cells = [cell.ljust(width) if column == 0 else cell.rjust(width)
                 for column, (cell, width) in enumerate(zip(row, widths))]
        return "| " + " | ".join(cells) + " |" if markdown else "  ".join(cells)

    rules = ["-" * width if column == 0 else "-" * (width - 1) + ":"
             for column, width in enumerate(widths)]
    rule = "|" + "|".join(f" {each} " for each in rules) + "|" if markdown else None
    return "\n".join([line(header)] + ([rule] if rule else []) + [line(row) for row in rows])
