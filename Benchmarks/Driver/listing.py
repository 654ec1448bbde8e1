"""The list as JSON, beside the AWS CLI."""
import os

from figures import Budget, Row, Sample


def listing(setting):
    """list --output json at 100 and 10,000 tasks, beside aws rds describe-export-tasks"""
    rows = []
    for tasks, rounds in ((100, 9), (10_000, 7)):
        surroundings = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", **setting.aws(tasks)}
        if "LD_LIBRARY_PATH" in os.environ:
            surroundings["LD_LIBRARY_PATH"] = os.environ["LD_LIBRARY_PATH"]
        commands = {
            "": [setting.program, "list", "--output", "json"],
            "aws": [f"{setting.judges}/aws", "rds", "describe-export-tasks", "--output", "json"],
            "floor": [setting.floor("pull"), str(setting.account(tasks).port)],
        }
        costs = {name: [] for name in commands}
        for number in range(rounds + 1):
            for name, command in commands.items():
                cost = setting.run(command, surroundings)
                # The first round is everybody's warm-up.
                if number > 0:
                    costs[name].append(cost)
        for what, unit, take, less in (
                ("time", "ms", lambda cost: cost.wall, 20), ("CPU", "ms", lambda cost: cost.cpu, 25),
                ("peak memory", "MiB", lambda cost: cost.peak / 1024, 2)):
            ours, aws, floor = (Sample([take(cost) for cost in costs[name]], name) for name in commands)
            rows.append(Row(f"list, {tasks:,}: {what}", unit, ours, [aws], floor, [Budget(less, aws, least=True)]))
    return rows
