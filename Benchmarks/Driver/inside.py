"""What takes so little time that it is measured inside of a process (the package InProcess), and one peer of it."""
import json
import os
import subprocess
import time

import account
from figures import Budget, Row, Sample
from setting import SIZES
from terminal import Gone

# The microseconds that botocore takes for one page after the other.
BOTOCORE = """
import sys, time
import botocore.parsers, botocore.session
model = botocore.session.get_session().get_service_model("rds").operation_model("DescribeExportTasks").output_shape
body = open(sys.argv[1], "rb").read()
parser = botocore.parsers.create_parser("query")
for _ in range(60):
    begun = time.perf_counter()
    result = parser.parse({"status_code": 200, "headers": {}, "body": body}, model)
    print((time.perf_counter() - begun) * 1e6)
assert len(result["ExportTasks"]) == 100
"""


def inside(setting):
    """decoding, polls, filter keys, a frame and JSON, without a terminal and a network"""
    page = page_of_100(setting)
    peer = subprocess.run([f"{setting.judges}/python", "-c", BOTOCORE, page], capture_output=True, text=True, check=True)
    botocore = milliseconds(map(float, peer.stdout.split()[10:]), "botocore")
    figures = benchmarks(setting, ["--skip", "requests.*"], page)

    def taken(name, shown="", metric="Time (wall clock)"):
        return milliseconds(figures(name, metric), shown)

    rows = [Row("a page of 100 decoded", "ms", taken("page of 100 decoded"), [botocore], None, [Budget(0.2)])]
    for what in ("nothing changed", "5 moving"):
        least = taken(f"poll, {what}, {SIZES[0]}", f"{SIZES[0]:,}")
        for size in SIZES:
            rows.append(Row(f"poll in process, {what}, {size:,}", "ms", taken(f"poll, {what}, {size}"), [], None,
                            [Budget(2, least)] if size == SIZES[-1] else []))
    for kind in ("first", "further", "backspace"):
        rows.append(Row(f"filter in process, {kind} key, {SIZES[-1]:,}", "ms", taken(f"filter, {kind} key")))
    for kind in ("first", "further", "backspace"):
        rows.append(Row(f"picker in process, {kind} key, 40,000 snapshots", "ms", taken(f"picker, {kind} key"), [], None, [Budget(16)]))
    rows.append(Row("picker in process, a key, 1,000 buckets", "ms", taken("picker, bucket key")))
    rows.append(Row("picker in process, a key, 3,000 roles", "ms", taken("picker, role key")))
    rows.append(Row("picker in process, 40,000 snapshots read in 400 pages", "ms", taken("picker, list read")))
    rows.append(Row("a frame of 120x40 in process", "ms", taken("frame of the list")))
    rows.append(Row("JSON of 10,000 tasks in process", "ms", taken("JSON of 10,000 tasks")))
    return rows


def requests(setting):
    """requests a refresh, over an hour of the poll plan by a clock of our own"""
    figures = benchmarks(setting, ["--filter", "requests.*"], page_of_100(setting))
    thousandths = figures("requests in an hour", "requests per 1,000 refreshes")
    ours = Sample([value / 1e3 for value in thousandths])
    return [Row("requests a refresh, 10,000 ended and 5 running", "requests", ours,
                [Sample([101], "watch aws")], Sample([1], "floor"), [Budget(1.5)])]


def page_of_100(setting):
    path = setting.path("page.xml")
    if not os.path.exists(path):
        with open(path, "wb") as file:
            file.write(account.answer(account.tasks(100)))
    return path


def milliseconds(microseconds, name):
    return Sample([value / 1e3 for value in microseconds], name)


def benchmarks(setting, choice, page):
    """A function that gives, by benchmark and metric, every figure that was taken (times in microseconds)."""
    report = setting.path(f"report-{time.monotonic_ns()}")
    os.mkdir(report)
    surroundings = {**os.environ, "EXPORTDECK_BENCHMARKS": "1", "EXPORTDECK_BENCHMARK_PAGE": page}
    command = ["swift", "package", "--package-path", os.path.join(setting.root, "Benchmarks"), "--disable-sandbox",
               "--allow-writing-to-directory", report, "benchmark", *choice, "--format", "jmh",
               "--path", report, "--no-progress"]
    result = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
    files = [os.path.join(report, name) for name in os.listdir(report)]
    if result.returncode != 0 or not files:
        raise Gone(f"the benchmarks in a process failed: {(result.stdout + result.stderr)[-2000:]}")
    figures = {}
    for path in files:
        with open(path, encoding="utf-8") as file:
            for one in json.load(file):
                name = one["benchmark"].split(".", 3)[3].replace("_", " ")
                figures.update({(name, key): value["rawData"][0] for key, value in one["secondaryMetrics"].items()})

    def look(name, metric):
        if not figures.get((name, metric)):
            raise Gone(f"no benchmark gave {name}, {metric}: {result.stdout[-500:]}")
        return figures[name, metric]
    return look
