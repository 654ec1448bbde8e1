"""Keys that move over a list."""
import contextlib
import os
import random
import subprocess
import time

from figures import Budget, Row, Sample
from terminal import Program

SMALL, LARGE = 100, 100_000


def down(setting):
    """the cursor moved by one row, at 100 and 100,000 tasks, beside htop"""
    with contextlib.ExitStack() as stack:
        start = {f"{kind} {size}": make(size) for size in (SMALL, LARGE)
                 for kind, make in (("ours", setting.dashboard), ("floor", setting.bar))}
        programs = {name: stack.enter_context(program) for name, program in start.items()}
        programs["htop"] = stack.enter_context(setting.htop())
        presses = in_turn(programs, ["down"] * 12 + ["up"] * 12, 8)
    rows = []
    for size in (SMALL, LARGE):
        for what, unit, take, limits in (
                ("first byte", "ms", lambda press: press.first * 1e3, None),
                ("settled", "ms", lambda press: press.settled * 1e3, (1, 2)),
                ("CPU", "ms", lambda press: press.cpu * 1e3, (1, 2)),
                ("written", "bytes", lambda press: press.size, (1.1, None))):
            ours, floor = (sample(presses, f"{kind} {size}", take, name) for kind, name in (("ours", ""), ("floor", "floor")))
            htop = sample(presses, "htop", take)
            budgets = []
            if limits:
                budgets = [Budget(limit, other) for limit, other in zip(limits, (htop, floor)) if limit]
            rows.append(Row(f"down, {size:,}: {what}", unit, ours, [htop], floor, budgets))
    return rows


def page_down(setting):
    """a page of 100,000 tasks, beside less and tig"""
    with contextlib.ExitStack() as stack:
        programs = {
            "ours": setting.dashboard(LARGE), "floor": setting.bar(LARGE),
            "less": screenful("less", ["less", "-S", setting.rows(LARGE)]),
            "tig": screenful("tig", ["tig"], folder=history(setting)),
        }
        for program in programs.values():
            stack.enter_context(program)
        presses = in_turn(programs, ["page-down"], 60)
    rows = []
    for what, unit, take, limit in (
            ("settled", "ms", lambda press: press.settled * 1e3, 1.5),
            ("CPU", "ms", lambda press: press.cpu * 1e3, None),
            ("written", "bytes", lambda press: press.size, None)):
        floor = sample(presses, "floor", take)
        rows.append(Row(f"page down, {LARGE:,}: {what}", unit, sample(presses, "ours", take, ""),
                        [sample(presses, name, take) for name in ("less", "tig")], floor,
                        [Budget(limit, floor)] if limit else []))
    return rows


def in_turn(programs, keys, rounds):
    """Presses each key in each program before the next key; the pauses are uneven, as a person's are."""
    presses = {name: [] for name in programs}
    chance = random.Random(1)
    for _ in range(rounds):
        for key in keys:
            for name, program in programs.items():
                presses[name].append(program.press(key))
            time.sleep(chance.uniform(0, 0.02))
    return presses


def sample(presses, name, take, shown=None):
    return Sample([take(press) for press in presses[name]], name if shown is None else shown)


def screenful(name, command, folder=None):
    program = Program(name, command, folder=folder)
    program.wait_for(500)
    program.settle(0.5, 10)
    return program.ready()


def history(setting):
    """A repository of 5,000 commits, for tig."""
    folder = setting.path("history")
    if not os.path.exists(folder):
        subprocess.run(["git", "init", "--quiet", folder], check=True)
        commits = (f"commit refs/heads/main\ncommitter Bench <bench@example.com> {1_700_000_000 + number * 600} +0000\n"
                   f"data {len(text)}\n{text}\n" for number in range(5_000)
                   for text in [f"Keep what was learned of the table number {number}"])
        subprocess.run(["git", "-C", folder, "fast-import", "--quiet"], input="".join(commits), text=True, check=True)
        subprocess.run(["git", "-C", folder, "symbolic-ref", "HEAD", "refs/heads/main"], check=True)
    return folder
