#!/usr/bin/env python3
"""An RDS with a history of N export tasks, so fast that it is not what is measured. scripts/bench starts it.

  account.py --tasks N [--moving M]

Answers DescribeExportTasks with filters, pages of 100 and markers, and STS's GetCallerIdentity; looks at no signature.
With --moving, that many of the tasks that run have got on at every poll of the fast lane. GET / says what was asked so
far, GET /?moving=M changes how many move. It prints the port that it listens on. An access key that ends in twelve
digits belongs to the account of that number, each with the same tasks; two of them are refused: 100000000403 may list
no exports, and 100000000429 asks too often.
"""
import argparse
import asyncio
import collections
import json
import random
import re
import socket
import time
import uuid
from urllib.parse import parse_qsl, urlsplit

KINDS = ["nightly", "hourly", "weekly", "adhoc"]
SUBJECTS = ["orders", "billing", "catalog", "customers", "inventory", "payments", "shipping", "ledger", "sessions",
            "analytics", "reporting", "search", "loyalty", "pricing", "returns", "audit"]
STAGES = ["prod", "prod", "staging", "dr"]
# No letter is in every row, or the first key of a filter would change nothing.
BUCKETS = ["core-data", "web-vault", "finance-books", "team-lake"]
CAUSE = "The S3 bucket example-exports-eu-west-1 doesn't exist or you don't have permission to access it."
WARNING = '{"skippedTables":[{"tableName":"public.spatial_ref_sys","reason":"UNSUPPORTED_DATA_TYPE"}]}'
NAMESPACE = "http://rds.amazonaws.com/doc/2014-10-31/"
IDENTITY = (b'<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>'
            b"<Arn>arn:aws:iam::%(number)b:user/bench</Arn><UserId>AIDAEXAMPLE</UserId><Account>%(number)b</Account>"
            b"</GetCallerIdentityResult></GetCallerIdentityResponse>")
RUNNING = 5
# The status, the code and the words with which an account is refused.
REFUSALS = {
    b"100000000403": (403, "AccessDenied", "User: arn:aws:iam::100000000403:user/bench is not authorized to perform: "
                      "rds:DescribeExportTasks because no identity-based policy allows the rds:DescribeExportTasks action"),
    b"100000000429": (400, "Throttling", "Rate exceeded"),
}


class Task:
    """Its members in the order of the service's model. Hardly a text is that of another task: the worst case for memory."""

    def __init__(self, number, present, chance):
        subject, stage = chance.choice(SUBJECTS), chance.choice(STAGES)
        start = present - 3600 - 780 * number
        day = time.strftime("%Y%m%d", time.gmtime(start))
        self.runs = number < RUNNING
        status = "IN_PROGRESS" if self.runs else chance.choices(["COMPLETE", "FAILED", "CANCELED"], [88, 8, 4])[0]
        self.members = {
            "ExportTaskIdentifier": f"{chance.choice(KINDS)}-{subject}-{stage}-{day}-{number:06d}",
            "SourceArn": f"arn:aws:rds:eu-west-1:123456789012:snapshot:{chance.choice(['rds:', ''])}{subject}-{stage}-{day}",
            "ExportOnly": [f"{subject}.public.t{table}" for table in range(chance.randint(1, 5))] if number % 3 == 1 else None,
            "SnapshotTime": stamp(start - 5400), "TaskStartTime": stamp(start),
            "TaskEndTime": None if self.runs else stamp(start + chance.randint(600, 9000)),
            "S3Bucket": chance.choice(BUCKETS), "S3Prefix": f"{subject}/{stage}/{day}",
            "IamRoleArn": "arn:aws:iam::123456789012:role/service-role/rds-s3-export",
            "KmsKeyId": f"arn:aws:kms:eu-west-1:123456789012:key/{uuid.UUID(int=chance.getrandbits(128), version=4)}",
            "Status": status,
            "PercentProgress": chance.randint(5, 60) if self.runs else 100 if status == "COMPLETE" else 40,
            "TotalExtractedDataInGB": int(chance.lognormvariate(3.5, 1.4)),
            "FailureCause": CAUSE if status == "FAILED" else None,
            "WarningMessage": WARNING.replace('"', "&quot;") if status == "COMPLETE" and number % 50 == 7 else None,
            "SourceType": "SNAPSHOT",
        }

    @property
    def identifier(self):
        return self.members["ExportTaskIdentifier"]

    def row(self):
        """What a filter's bare word looks in."""
        source = self.members["SourceArn"].split(":", 6)[6]
        return " ".join((self.identifier, source, self.members["S3Bucket"], self.members["S3Prefix"]))

    def text(self):
        lines = "".join(f"        <{name}>{written(value)}</{name}>\n" for name, value in self.members.items() if value is not None)
        return f"      <ExportTask>\n{lines}      </ExportTask>\n"

    def move(self):
        self.members["TotalExtractedDataInGB"] += 1
        self.members["PercentProgress"] = min(99, self.members["PercentProgress"] + 1)


def written(value):
    return "".join(f"<member>{one}</member>" for one in value) if isinstance(value, list) else value


def stamp(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds)) + ".%03dZ" % (int(seconds * 7) % 1000)


def tasks(count):
    """The same tasks for the same number, the newest first; times count from the hour that it is."""
    chance = random.Random(count)
    present = time.time() // 3600 * 3600
    return [Task(number, present, chance) for number in range(count)]


def answer(tasks, marker=None):
    listed = "".join(task if isinstance(task, str) else task.text() for task in tasks)
    ending = f"    <Marker>{marker}</Marker>\n" if marker else ""
    return (f'<DescribeExportTasksResponse xmlns="{NAMESPACE}">\n  <DescribeExportTasksResult>\n    <ExportTasks>\n'
            f"{listed}    </ExportTasks>\n{ending}  </DescribeExportTasksResult>\n  <ResponseMetadata>\n    <RequestId>"
            "8ad4fdd5-4e54-4b2b-8f4f-a3f1d3b1e9c7</RequestId>\n  </ResponseMetadata>\n</DescribeExportTasksResponse>\n").encode()


def refusal(code, words):
    return (f'<ErrorResponse xmlns="{NAMESPACE}"><Error><Type>Sender</Type><Code>{code}</Code><Message>{words}</Message>'
            "</Error><RequestId>8ad4fdd5-4e54-4b2b-8f4f-a3f1d3b1e9c7</RequestId></ErrorResponse>").encode()


class Account:
    def __init__(self, count, moving):
        self.tasks, self.moving, self.calls = tasks(count), moving, collections.Counter()
        # Pages behind the first one hold what has ended, and are made once.
        self.pages = {start: self.page(start) for start in range(100, count, 100)}

    def page(self, start):
        end = start + 100
        return answer(self.tasks[start:end], f"p{end}" if end < len(self.tasks) else None)

    def describe(self, form):
        filters = {}
        for number in range(1, 5):
            name = form.get(f"Filters.Filter.{number}.Name")
            prefix = f"Filters.Filter.{number}.Values."
            if name:
                filters[name] = {value for key, value in form.items() if key.startswith(prefix)}
        if "status" in filters:
            self.calls["fast"] += 1
            for number in range(min(RUNNING, self.moving)):
                self.tasks[(self.calls["fast"] + number) % RUNNING].move()
            wanted = filters["status"]
            return answer([task for task in self.tasks[:RUNNING] if task.members["Status"].lower() in wanted])
        if "export-task-identifier" in filters:
            return answer([task for task in self.tasks if task.identifier in filters["export-task-identifier"]])
        self.calls["pages"] += 1
        start = int(form["Marker"][1:]) if "Marker" in form else 0
        return self.pages.get(start) or self.page(start)

    def reply(self, target, body, authorization):
        if target != "/":
            change = dict(parse_qsl(urlsplit(target).query))
            self.moving = int(change.get("moving", self.moving))
        form = dict(parse_qsl(body.decode()))
        found = re.search(rb"credential=[a-z]*([0-9]{12})/", authorization)
        number = found.group(1) if found else b"123456789012"
        if form.get("Action") == "GetCallerIdentity":
            return 200, IDENTITY % {b"number": number}
        if form and number in REFUSALS:
            status, code, words = REFUSALS[number]
            self.calls["refused"] += 1
            return status, refusal(code, words)
        return 200, self.describe(form) if form else json.dumps(self.calls).encode()


class Connection(asyncio.Protocol):
    def __init__(self, account):
        self.account, self.data, self.transport = account, b"", None

    def connection_made(self, transport):
        self.transport = transport
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def data_received(self, data):
        self.data += data
        while b"\r\n\r\n" in self.data:
            head, _, rest = self.data.partition(b"\r\n\r\n")
            fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:] if b": " in line)
            length = int(fields.get(b"content-length", 0))
            if len(rest) < length:
                return
            self.data = rest[length:]
            status, body = self.account.reply(
                head.split(b" ")[1].decode(), rest[:length], fields.get(b"authorization", b""))
            date = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime()).encode()
            self.transport.write(b"HTTP/1.1 %d X\r\nContent-Type: text/xml\r\nDate: %s\r\nContent-Length: %d\r\n\r\n%s"
                                 % (status, date, len(body), body))


async def serve(options):
    account = Account(options.tasks, options.moving)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(account), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    # It goes with the one that started it: that one holds the other end of standard input.
    ended = asyncio.Event()
    loop.add_reader(0, ended.set)
    await ended.wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tasks", type=int, required=True)
    parser.add_argument("--moving", type=int, default=0)
    asyncio.run(serve(parser.parse_args()))
