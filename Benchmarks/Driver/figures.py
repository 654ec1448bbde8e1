"""What was measured, what it is held against, and the table of both."""
import math


class Sample:
    """Figures of one kind that were taken in one run."""

    def __init__(self, values, name=""):
        self.values, self.name = sorted(values), name

    @property
    def median(self):
        middle = len(self.values) // 2
        return self.values[middle] if len(self.values) % 2 else (self.values[middle - 1] + self.values[middle]) / 2

    @property
    def p95(self):
        return self.values[min(len(self.values) - 1, math.ceil(len(self.values) * 0.95) - 1)]

    def words(self):
        text = number(self.median)
        if len(self.values) >= 5 and number(self.p95) != text:
            text += f" ({number(self.p95)})"
        return f"{self.name} {text}".strip()


def number(value):
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


class Budget:
    """At most so many times another sample, or so much; `least`: the other one has to be so many times ours."""

    def __init__(self, factor, against=None, least=False):
        self.factor, self.against, self.least = factor, against, least

    def ratio(self, ours):
        over, under = (self.against, ours) if self.least else (ours, self.against)
        return over.median / under.median if under.median else math.inf

    def is_met(self, ours):
        if self.against is None:
            return ours.median <= self.factor
        ratio = self.ratio(ours)
        return ratio >= self.factor if self.least else ratio <= self.factor

    def ratio_words(self, ours):
        if self.against is None:
            return ""
        return f"{self.ratio(ours):.2f} " + (f"{self.against.name} / ours" if self.least else f"× {self.against.name}")

    def words(self, unit):
        if self.against is None:
            return f"≤ {self.factor:g} {unit}"
        return f"≥ {self.factor:g} × less" if self.least else f"≤ {self.factor:g} × {self.against.name}"


class Row:
    """One line of the table. Peers and floor are samples with a name; what has no budget is there to be read."""

    def __init__(self, what, unit, ours, peers=(), floor=None, budgets=()):
        self.what, self.unit, self.ours, self.peers, self.floor = what, unit, ours, list(peers), floor
        self.budgets = list(budgets)

    @property
    def is_met(self):
        return all(budget.is_met(self.ours) for budget in self.budgets)

    def cells(self):
        ratios = [budget.ratio_words(self.ours) for budget in self.budgets]
        if not any(ratios):
            others = self.peers + ([self.floor] if self.floor else [])
            ratios = [Budget(1, other).ratio_words(self.ours) for other in others]
        return [
            f"{self.what}, {self.unit}", self.ours.words(), "; ".join(peer.words() for peer in self.peers),
            self.floor.words() if self.floor else "", ", ".join(filter(None, ratios)),
            ", ".join(budget.words(self.unit) for budget in self.budgets),
            "" if not self.budgets else "yes" if self.is_met else "NO",
        ]


HEADING = ["what", "ours", "peer", "floor", "ratio", "budget", "met"]


def table(rows):
    """As Markdown that can be read as it stands."""
    lines = [HEADING] + [row.cells() for row in rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADING))]
    lines.insert(1, ["-" * width for width in widths])
    return "\n".join("| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths)) + " |" for line in lines)
