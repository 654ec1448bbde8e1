"""From the start of a program to what it shows."""
from figures import Budget, Row, Sample
from setting import IDENTIFIER
from terminal import Program

TASKS = 100


def start(setting):
    """the first paint beside htop, the first rows beside watch aws"""
    paints = {"": [], "htop": [], "floor": []}
    rows = {"": [], "watch aws": []}
    setting.account(TASKS)
    for number in range(16):
        with setting.start(TASKS) as ours:
            paint, row = ours.wait_for(60), ours.wait_for(IDENTIFIER)
            ours.settle(0.2, 2)
        with Program("htop", ["htop"]) as htop:
            theirs = htop.wait_for(60)
        with Program("floor", [setting.floor("bar"), str(TASKS)]) as bar:
            floor = bar.wait_for(60)
        # The first round is everybody's warm-up.
        if number == 0:
            continue
        for name, seconds in (("", paint), ("htop", theirs), ("floor", floor)):
            paints[name].append(seconds * 1e3)
        rows[""].append(row * 1e3)
        if number % 3 == 0:
            rows["watch aws"].append(watch_aws(setting) * 1e3)
    samples = {name: Sample(values, name) for name, values in paints.items()}
    return [
        Row("start: first paint", "ms", samples[""], [samples["htop"]], samples["floor"], [Budget(15)]),
        Row("start: first rows", "ms", Sample(rows[""]), [Sample(rows["watch aws"], "watch aws")], None, [Budget(25)]),
    ]


def watch_aws(setting):
    surroundings = setting.aws(TASKS)
    command = ["watch", "-n", "5", f"{setting.judges}/aws rds describe-export-tasks --output json"]
    with Program("watch aws", command, surroundings) as program:
        return program.wait_for(IDENTIFIER)
