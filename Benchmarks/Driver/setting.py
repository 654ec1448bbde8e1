"""What every measurement needs: the programs, an account of a size, a list for the peers that read one."""
import collections
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request

import account
from terminal import Gone, Program

HERE = os.path.dirname(os.path.abspath(__file__))
# What every identifier begins with; a narrow column cuts the rest.
IDENTIFIER = r"(nightly|hourly|weekly|adhoc)-[a-z]"
SIZES = (1_000, 10_000, 100_000)

# Wall and CPU milliseconds, and the peak of its memory in KiB.
Cost = collections.namedtuple("Cost", "wall cpu peak")


class Account:
    """A served account of so many tasks."""

    def __init__(self, tasks):
        self.tasks = tasks
        command = [sys.executable, os.path.join(HERE, "account.py"), "--tasks", str(tasks)]
        self.server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = int(self.server.stdout.readline())
        self.url = f"http://127.0.0.1:{self.port}"

    def calls(self, moving=None):
        """How often each question was asked so far; sets how many tasks move."""
        change = "" if moving is None else f"?moving={moving}"
        with urllib.request.urlopen(f"{self.url}/{change}") as answer:
            return json.load(answer)

    def stop(self):
        self.server.stdin.close()
        self.server.wait()


class Setting:
    def __init__(self, root):
        self.root = root
        self.program = os.path.join(root, ".build/release/exportdeck")
        self.judges = os.path.join(root, ".build/judges/bin")
        self.floors = os.path.join(root, ".build/bench")
        self.folder = tempfile.TemporaryDirectory(prefix="exportdeck-bench-")
        self.accounts = {}

    def account(self, tasks):
        if tasks not in self.accounts:
            self.accounts[tasks] = Account(tasks)
        return self.accounts[tasks]

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def floor(self, name):
        return os.path.join(self.floors, name)

    def aws(self, tasks):
        """The variables by which an AWS client asks an account."""
        return {"AWS_ACCESS_KEY_ID": "AKIDEXPORTDECKBENCH", "AWS_SECRET_ACCESS_KEY": "a-key-that-opens-nothing",
                "AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "eu-west-1", "AWS_PAGER": "",
                "AWS_ENDPOINT_URL": self.account(tasks).url, "AWS_EC2_METADATA_DISABLED": "true", "HOME": self.folder.name}

    def run(self, command, environment=None):
        """What a command costs that has no screen."""
        result = subprocess.run([self.floor("run"), *command], env=environment, capture_output=True, text=True, check=False)
        if result.returncode != 0:
            raise Gone(f"{command[0]} failed: {result.stderr.strip()[-300:]}")
        return Cost(*map(float, result.stdout.split()))

    def start(self, tasks, interval=3600):
        return Program("ours", [self.program, "--interval", str(interval)], self.aws(tasks))

    def dashboard(self, tasks, interval=3600):
        """Ours with everything on its screen and nothing to do."""
        pages = self.account(tasks).calls().get("pages", 0) + -(-tasks // 100)
        program = self.start(tasks, interval)
        program.wait_for(IDENTIFIER)
        end = time.monotonic() + 120
        while self.account(tasks).calls().get("pages", 0) < pages and time.monotonic() < end:
            program.settle(0.05, 0.5)
        program.settle(0.5, 10)
        return program.ready()

    def rows(self, tasks):
        """The path of a list of the account's tasks, one a line."""
        path = self.path(f"rows-{tasks}")
        if not os.path.exists(path):
            with open(path, "w", encoding="utf-8") as file:
                file.writelines(task.row() + "\n" for task in account.tasks(tasks))
        return path

    def fzf(self, tasks):
        command = ["sh", "-c", f"exec fzf --exact --no-sort <{self.rows(tasks)}"]
        # It shows the letter at once and the matches when it has them.
        program = Program("fzf", command, quiet=0.15)
        program.wait_for(f"{tasks}/{tasks}")
        program.settle(0.5, 5)
        return program.ready()

    def htop(self, tenths=50):
        program = Program("htop", ["htop", "-d", str(tenths)])
        program.wait_for(200)
        program.settle(0.3, 5)
        return program.ready()

    def bar(self, tasks):
        """The floor of a list on a screen."""
        program = Program("floor", [self.floor("bar"), str(tasks)])
        program.wait_for(200)
        program.settle(0.2, 5)
        return program.ready()

    def close(self):
        for account in self.accounts.values():
            account.stop()
        self.folder.cleanup()
