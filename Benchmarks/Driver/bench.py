#!/usr/bin/env python3
"""Figures of the dashboard beside its peers (scripts/bench sets up what it needs and starts it)."""
import argparse
import os
import sys
import time

import contexts
import filtering
import inside
import keys
import listing
import memory
import polling
import size
import starting
from figures import table
from setting import Setting
from terminal import Gone

MEASUREMENTS = {
    "start": starting.start, "down": keys.down, "page-down": keys.page_down, "filter": filtering.filter_keys,
    "poll": polling.poll, "contexts": contexts.contexts, "idle": polling.idle, "memory": memory.memory, "list": listing.listing,
    "inside": inside.inside, "requests": inside.requests, "size": size.size,
}


def say(text):
    print(f"== {text}", file=sys.stderr, flush=True)


def measure(setting, names):
    rows, failures = [], []
    for name in names:
        say(f"{name}: {MEASUREMENTS[name].__doc__}")
        begun = time.monotonic()
        try:
            rows += MEASUREMENTS[name](setting)
        except Gone as gone:
            failures.append(name)
            say(f"{name} could not be measured: {gone}")
        say(f"{name} took {time.monotonic() - begun:.0f} s")
    return rows, failures


def main():
    parser = argparse.ArgumentParser(
        prog="scripts/bench", description="Measures exportdeck beside its peers, each pair in one run and in turn. "
        "Figures are medians, with the 95th percentile in brackets.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="what to measure; everything without")
    parser.add_argument("--list", action="store_true", help="say what can be measured")
    parser.add_argument("--check", action="store_true", help="exit with 1 where a budget is missed")
    parser.add_argument("--root", required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.list:
        for name, function in MEASUREMENTS.items():
            print(f"{name:10} {function.__doc__}")
        return 0
    unknown = [name for name in options.names if name not in MEASUREMENTS]
    if unknown:
        parser.error(f"nothing is called {', '.join(unknown)}; there are {', '.join(MEASUREMENTS)}")
    load = os.getloadavg()[0]
    if load > 0.5:
        say(f"this machine is busy (load {load:.1f}): trust the ratios, not the figures")
    setting = Setting(options.root)
    try:
        rows, failures = measure(setting, options.names or list(MEASUREMENTS))
    finally:
        setting.close()
    print(table(rows))
    missed = [row for row in rows if not row.is_met]
    say(f"{len(missed)} of {sum(bool(row.budgets) for row in rows)} budgets missed")
    return 1 if failures or options.check and missed else 0


if __name__ == "__main__":
    sys.exit(main())
