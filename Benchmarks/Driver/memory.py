"""What a program holds that is its own alone."""
import os

from figures import Budget, Row, Sample
from setting import SIZES

MOST = dict(zip(SIZES, (8, 12, 75)))


def memory(setting):
    """private memory at 1,000, 10,000 and 100,000 tasks, beside fzf"""
    # Pages of a program that was linked just now count as changed until they are on the disk.
    os.sync()
    rows = []
    for size in SIZES:
        ours, theirs = [], []
        for _ in range(3):
            with setting.dashboard(size) as program:
                ours.append(program.private_memory() / 1024)
            with setting.fzf(size) as program:
                theirs.append(program.private_memory() / 1024)
        with setting.bar(size) as program:
            floor = Sample([program.private_memory() / 1024], "floor")
        rows.append(Row(f"memory, {size:,}", "MiB", Sample(ours), [Sample(theirs, "fzf")], floor, [Budget(MOST[size])]))
    return rows
