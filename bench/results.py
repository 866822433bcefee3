"""What was measured -> figures: medians over the rounds, and how far the rounds lie apart."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Figure:
    """A figure over all rounds: the median, the smallest and the largest."""

    middle: float
    least: float
    most: float

    @classmethod
    def of(cls, values: Iterable[float]) -> "Figure":
        """The figure of some values; of none, it is 0."""
        known = sorted(values) or [0.0]
        return cls(statistics.median(known), known[0], known[-1])

    def show(self, digits: int = 0) -> str:
        """For a table: the median, and in brackets the rounds."""
        if self.least == self.most:
            return f"{self.middle:,.{digits}f}"
        return f"{self.middle:,.{digits}f} ({self.least:,.{digits}f}-{self.most:,.{digits}f})"


@dataclass(frozen=True)
class Aim:
    """What is aimed at, and what came out."""

    what: str
    wanted: str
    found: str
    met: bool


@dataclass(frozen=True)
class Rounds:
    """All rounds of one contender.

    Attributes:
        records: what was measured, one record for each round.
        calls: calls of a conversation.
    """

    records: Sequence[Json]
    calls: int

    def per_core(self, phase: str = "full", *, database: bool = False) -> Figure:
        """Conversations in a second of CPU time; with that of the database server, or without."""

        def rate(load: Json) -> float:
            seconds = load["cpu"] + (load["database_cpu"] if database else 0)
            return float(load["calls"] / self.calls / seconds) if seconds else 0.0

        return Figure.of(rate(record[phase]) for record in self.records)

    def per_second(self, phase: str) -> Figure:
        """Conversations in a second on the clock."""
        loads = (record[phase] for record in self.records)
        return Figure.of(load["calls"] / self.calls / load["seconds"] for load in loads)

    def wait(self, phase: str, share: float) -> Figure:
        """The wait, in milliseconds, that this share of the answers does not pass."""
        waits = (record[phase]["waits"] for record in self.records)
        return Figure.of(percentile(one, share) * 1000 for one in waits if one)

    def of(self, name: str) -> Figure:
        """Another figure of the records."""
        return Figure.of(record[name] for record in self.records)

    def faults(self) -> Json:
        """What was not as it should be, with how often."""
        found: Json = {}
        for record in self.records:
            for phase, load in record.items():
                for fault, times in load["wrong"].items() if isinstance(load, dict) else ():
                    found[f"{phase}: {fault}"] = found.get(f"{phase}: {fault}", 0) + times
        return found

    def ended(self) -> int:
        """Conversations that ended with the right values."""
        loads = (load for r in self.records for load in r.values() if isinstance(load, dict))
        return sum(load["ended"] for load in loads)


def percentile(sorted_values: Sequence[float], share: float) -> float:
    """The value that this share of the values does not pass (nearest rank)."""
    return sorted_values[min(len(sorted_values) - 1, int(len(sorted_values) * share))]
