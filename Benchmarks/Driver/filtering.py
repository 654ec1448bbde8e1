"""Keys of a filter that is typed over 100,000 tasks, beside fzf and a scan by grep."""
from figures import Budget, Row, Sample

TASKS = 100_000
WORDS = ("payments", "catalog", "shipping", "ledger", "inventory", "pricing")
FEW = 40_000


def filter_keys(setting):
    """a filter typed over 100,000 tasks, beside fzf --exact --no-sort and grep"""
    with open(setting.rows(TASKS), encoding="utf-8") as file:
        lines = file.readlines()
    scans = Scans(setting, lines)
    taken = {}
    with setting.dashboard(TASKS) as ours, setting.fzf(TASKS) as fzf:
        ours.quiet = fzf.quiet
        ours.press("/")
        for word in WORDS:
            for length in range(1, len(word) + 1):
                kind = "first" if length == 1 else scans.kind(word[:length - 1])
                for program in (ours, fzf):
                    note(taken, program.name, kind, program.press(word[length - 1]))
                taken.setdefault(("grep", kind), []).append(scans.milliseconds(word[:length - 1], word[:length]))
            for _ in range(len(word) - 1):
                for program in (ours, fzf):
                    note(taken, program.name, "backspace", program.press("backspace"))
            for program in (ours, fzf):
                program.press("backspace")
                note(taken, program.name, "word", program.press(word))
                program.press("control-u")
    return rows(taken)


def note(taken, name, kind, press):
    taken.setdefault((name, kind), []).append(press)


class Scans:
    """What grep takes for the rows that matched before a key."""

    def __init__(self, setting, lines):
        self.setting, self.lines, self.counts = setting, {"": lines}, {}

    def matching(self, text):
        if text not in self.lines:
            self.lines[text] = [line for line in self.matching(text[:-1]) if text in line]
        return self.lines[text]

    def kind(self, before):
        return "few" if len(self.matching(before)) <= FEW else "many"

    def milliseconds(self, before, text):
        path = self.setting.path(f"matching-{before}")
        with open(path, "w", encoding="utf-8") as file:
            file.writelines(self.matching(before))
        return self.setting.run(["grep", "-cF", text, path]).cpu


def rows(taken):
    def settled(name, kind, shown=None):
        return Sample([press.settled * 1e3 for press in taken[name, kind]], name if shown is None else shown)

    def cpu(name, *kinds, shown=None):
        presses = [press for kind in kinds for press in taken[name, kind]]
        return Sample([press.cpu * 1e3 for press in presses], name if shown is None else shown)

    def scan(kind):
        return Sample(taken["grep", kind], "grep")

    first = settled("fzf", "first")
    third = Budget(round(1 / 3, 3), cpu("fzf", "first", shown="fzf's first key"))
    few, many = f"{FEW:,} or fewer before", f"more than {FEW:,} before"
    result = [
        Row("filter, first key: settled", "ms", settled("ours", "first", ""), [first], scan("first"), [Budget(1, first)]),
        Row("filter, first key: CPU", "ms", cpu("ours", "first", shown=""), [cpu("fzf", "first")], scan("first"), [third]),
        Row(f"filter, further key, {many}: settled", "ms", settled("ours", "many", ""), [settled("fzf", "many")],
            scan("many"), [Budget(1.5, scan("many"))]),
        Row(f"filter, further key, {few}: settled", "ms", settled("ours", "few", ""), [settled("fzf", "few")], scan("few"),
            [Budget(5)]),
        Row("filter, further key: CPU", "ms", cpu("ours", "many", "few", shown=""), [cpu("fzf", "many", "few")], None, [third]),
    ]
    one = settled("ours", "first", "a first key")
    return result + [
        Row("filter, backspace: settled", "ms", settled("ours", "backspace", ""), [settled("fzf", "backspace")], None,
            [Budget(2)]),
        Row("filter, backspace: CPU", "ms", cpu("ours", "backspace", shown=""), [cpu("fzf", "backspace")]),
        Row("filter, a word in one piece: settled", "ms", settled("ours", "word", ""), [settled("fzf", "word"), one], None,
            [Budget(1.5, one)]),
    ]
