"""What it costs to keep a screen up to date."""
import contextlib

from figures import Budget, Row, Sample
from setting import SIZES
from terminal import watch


def poll(setting):
    """CPU of a poll at 1,000, 10,000 and 100,000 tasks, with nothing changed and with 5 moving"""
    rows = []
    with contextlib.ExitStack() as stack:
        programs = [stack.enter_context(setting.dashboard(size, interval=1)) for size in SIZES]
        for what, moving in (("nothing changed", 0), ("5 moving", 5)):
            accounts = [setting.account(size) for size in SIZES]
            for account in accounts:
                account.calls(moving)
            watch(programs, 2)
            taken = [[] for _ in SIZES]
            for _ in range(6):
                # Side by side, so that what the machine does meanwhile is the same for all.
                before = [account.calls()["fast"] for account in accounts]
                spent = watch(programs, 5)
                for values, account, old, (_, cpu, _) in zip(taken, accounts, before, spent):
                    values.append(cpu * 1e3 / max(1, account.calls()["fast"] - old))
            least = Sample(taken[0], f"{SIZES[0]:,}")
            for size, values in zip(SIZES, taken):
                rows.append(Row(f"poll, {what}, {size:,}: CPU", "ms", Sample(values), [], None,
                                [Budget(2, least)] if size == SIZES[-1] else []))
    return rows


def idle(setting):
    """what an unattended screen of 10,005 tasks takes with a poll every 5 s where 1 of 5 has got on, beside htop"""
    tasks, interval, span = 10_005, 5, 10
    taken = {"ours": [], "htop": []}
    wakeups = []
    with setting.dashboard(tasks, interval) as ours, setting.htop(30) as htop:
        setting.account(tasks).calls(moving=1)
        watch([ours, htop], interval)
        for _ in range(4):
            before = setting.account(tasks).calls()["fast"]
            spent = watch([ours, htop], span)
            polls = setting.account(tasks).calls()["fast"] - before
            for name, (size, cpu, _) in zip(taken, spent):
                taken[name].append((cpu * 100 / span, size / span))
            wakeups.append(spent[0][2] / max(1, polls))
            theirs = spent[1][2] / (span / 3)
    rows = []
    for index, (what, unit, most) in enumerate((("CPU", "%", 0.1), ("written", "bytes/s", 100))):
        sample = {name: Sample([value[index] for value in values], name) for name, values in taken.items()}
        rows.append(Row(f"idle, {tasks:,}: {what}", unit, Sample(sample["ours"].values), [sample["htop"]], None, [Budget(most)]))
    rows.append(Row(f"idle, {tasks:,}: wake-ups", "a poll", Sample(wakeups), [Sample([theirs], "htop, a refresh")], None,
                    [Budget(8)]))
    return rows
