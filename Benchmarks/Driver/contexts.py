"""What it costs to watch many contexts at once."""
import os
import time

from figures import Budget, Row, Sample
from setting import IDENTIFIER
from terminal import Program, watch

# Contexts, and tasks in each.
FLEETS = ((10, 200), (50, 200), (200, 50))
SPAN = 10


def contexts(setting):
    """first and all rows, memory, threads, CPU and requests of many contexts, each an account of its own"""
    rows = []
    for count, tasks in FLEETS:
        name, account = f"{count} contexts of {tasks}", setting.account(tasks)
        pages = account.calls().get("pages", 0) + count * -(-tasks // 100)
        with start(setting, count, tasks) as program:
            first = program.wait_for(IDENTIFIER)
            threads = 0
            while account.calls().get("pages", 0) < pages and time.monotonic() < program.begun + 120:
                program.read(0.02)
                threads = max(threads, len(os.listdir(f"/proc/{program.pid}/task")))
            everything = time.monotonic() - program.begun
            program.settle(0.5, 5)
            program.ready()
            polls = account.calls()["fast"]
            [(_, cpu, _)] = watch([program], SPAN)
            polls = account.calls()["fast"] - polls
            presses = [program.press("down").settled * 1e3 for _ in range(10)]
            rows += [
                Row(f"{name}: first rows", "ms", Sample([first * 1e3])),
                Row(f"{name}: all rows", "ms", Sample([everything * 1e3]), budgets=[Budget(10_000)]),
                Row(f"{name}: memory", "MiB", Sample([program.private_memory() / 1024]), budgets=[Budget(80)]),
                Row(f"{name}: threads at the start", "", Sample([threads]), budgets=[Budget(40)]),
                Row(f"{name}: CPU, a poll of each every 5 s", "%", Sample([cpu * 100 / SPAN])),
                Row(f"{name}: requests", "a second", Sample([polls / SPAN])),
                Row(f"{name}: down", "ms", Sample(presses)),
            ]
    return rows


def start(setting, count, tasks):
    """The program with a home folder that names so many profiles and contexts."""
    home = setting.path(f"home-{count}")
    profiles = [(f"account-{number}", 100_000_000_000 + number) for number in range(count)]
    write(home, ".aws/config", "".join(f"[profile {name}]\nregion = eu-west-1\n\n" for name, _ in profiles))
    write(home, ".aws/credentials", "".join(
        f"[{name}]\naws_access_key_id = AKIDBENCH{number}\naws_secret_access_key = opens-nothing\n\n"
        for name, number in profiles))
    write(home, ".config/exportdeck/config.toml", "".join(f'[[contexts]]\nprofile = "{name}"\n\n' for name, _ in profiles))
    variables = {"AWS_ENDPOINT_URL": setting.account(tasks).url, "AWS_EC2_METADATA_DISABLED": "true", "HOME": home}
    return Program("ours", [setting.program], variables)


def write(home, path, text):
    path = os.path.join(home, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
