"""What it costs to watch many contexts at once, beside one that has as many tasks."""
import contextlib
import os
import time

from figures import Budget, Row, Sample
from setting import IDENTIFIER
from terminal import Program, watch

# Contexts, and tasks in each.
FLEETS = ((1, 2_000), (10, 200), (1, 10_000), (50, 200), (200, 50))
# Of many contexts: what they are called in the table, and how their profiles differ from the others'.
TROUBLED = {"hung": "credential_process = sleep 1000\n", "denied": "", "throttled": "", "dead": "endpoint_url = http://127.0.0.1:9\n"}
# The accounts that the server refuses.
REFUSED = {"denied": 100_000_000_403, "throttled": 100_000_000_429}
SPAN, INTERVAL = 20, 5


def contexts(setting):
    """first and all rows, memory, threads, CPU, requests and keys of many contexts, four of them troubled in one of the runs"""
    rows, alone = [], {}
    for count, tasks in FLEETS:
        alone_with = alone.get(count * tasks)
        rows += fleet(setting, count, tasks, alone_with)
        if count == 1:
            alone[tasks] = rows[-1].ours
            alone[tasks].name = "one"
    return rows + fleet(setting, 50, 200, alone[10_000], list(TROUBLED))


def fleet(setting, count, tasks, alone, troubled=()):
    name = f"{count} context{'s' if count > 1 else ''} of {tasks:,}{', 4 troubled' if troubled else ''}"
    account = setting.account(tasks)
    pages = account.calls().get("pages", 0) + (count - len(troubled)) * -(-tasks // 100)
    with start(setting, count, tasks, troubled) as program:
        first = program.wait_for(IDENTIFIER)
        threads = 0
        while account.calls().get("pages", 0) < pages and time.monotonic() < program.begun + 60:
            program.read(0.02)
            with contextlib.suppress(FileNotFoundError):
                threads = max(threads, len(os.listdir(f"/proc/{program.pid}/task")))
        everything, spent = time.monotonic() - program.begun, program.cpu()
        # The first rests differ from each other: let all have polled once more.
        watch([program], 2 * INTERVAL)
        program.ready()
        polls = asked(account)
        [(_, cpu, wakeups)] = watch([program], SPAN)
        polls = asked(account) - polls
        # Moved away from the ends of the list, so that each press draws as much.
        presses = [program.press(key).settled * 1e3 for key in ["down"] * 15 + ["up"] * 10]
        share = cpu * 100 / SPAN
        return [
            Row(f"{name}: first rows", "ms", Sample([first * 1e3]), budgets=[Budget(500)]),
            Row(f"{name}: all rows", "ms", Sample([everything * 1e3]), budgets=[Budget(10_000)]),
            Row(f"{name}: CPU until then", "s", Sample([spent]), budgets=[Budget(5)]),
            Row(f"{name}: memory", "MiB", Sample([program.private_memory() / 1024]), budgets=[Budget(80)]),
            Row(f"{name}: threads at the start", "", Sample([threads]), budgets=[Budget(40)]),
            Row(f"{name}: CPU, a poll of each every {INTERVAL} s", "%", Sample([share]), budgets=[Budget(10)]),
            Row(f"{name}: wake-ups", "a poll", Sample([wakeups / max(1, polls)])),
            Row(f"{name}: requests", "a second", Sample([polls / SPAN]), budgets=[Budget(1.2 * count / INTERVAL)]),
            Row(f"{name}: down settled", "ms", Sample(presses, "one" if count == 1 else ""),
                [alone] if alone else [], None, [Budget(2, alone)] if alone else []),
        ]


def asked(account):
    calls = account.calls()
    return calls["fast"] + calls.get("refused", 0)


def start(setting, count, tasks, troubled=()):
    """The program with a home folder that names so many profiles and contexts."""
    home = setting.path(f"home-{count}-{tasks}-{len(troubled)}")
    url = setting.account(tasks).url
    config, credentials, chosen = [], [], []
    for number in range(count):
        # Not the first ones: what stands first is asked first.
        fault = troubled[number - 10] if 0 <= number - 10 < len(troubled) else None
        name, account = fault or f"account-{number}", REFUSED.get(fault, 100_000_001_000 + number)
        own = TROUBLED.get(fault, "")
        config.append(f"[profile {name}]\nregion = eu-west-1\n{own}" + ("" if "endpoint_url" in own else f"endpoint_url = {url}\n"))
        if "credential_process" not in own:
            credentials.append(f"[{name}]\naws_access_key_id = AKIDBENCH{account}\naws_secret_access_key = opens-nothing\n")
        chosen.append(f'[[contexts]]\nprofile = "{name}"\n')
    write(home, ".aws/config", "\n".join(config))
    write(home, ".aws/credentials", "\n".join(credentials))
    write(home, ".config/exportdeck/config.toml", "\n".join(chosen))
    return Program("ours", [setting.program], {"AWS_EC2_METADATA_DISABLED": "true", "HOME": home})


def write(home, path, text):
    path = os.path.join(home, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
