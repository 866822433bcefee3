"""What is counted while the service runs. Numbers only: nothing of anybody."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field


@dataclass
class Counts:
    """Counters since the start of the process.

    Attributes:
        updates: updates that were taken in, by how they ended.
        calls: calls to the Bot API, by what they do and what came of them.
        waits: seconds waited before calls, by the reason.
    """

    updates: Counter[str] = field(default_factory=Counter)
    calls: Counter[tuple[str, str]] = field(default_factory=Counter)
    waits: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))

    def call(self, do: str, outcome: str) -> None:
        """Count a call."""
        self.calls[do, outcome] += 1
