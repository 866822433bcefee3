"""What is counted, in the format that Prometheus reads: for /metrics."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.counts import Counts

GAUGES: Final[Mapping[str, str]] = {
    "backlog_updates": "Updates that were received and are not handled.",
    "backlog_calls": "Calls that wait in the outbox.",
    "backlog_oldest_seconds": "How long the oldest of them has waited.",
    "webhook_waiting": "Updates that wait at Telegram to be posted, a minute ago at most.",
    "poll_age_seconds": "Seconds since Telegram last answered getUpdates.",
}


def exposition(counts: Counts, gauges: Mapping[str, float]) -> bytes:
    """Everything in the format that Prometheus reads.

    Args:
        counts: the counters.
        gauges: what stands at a value now; the names are those of GAUGES.
    """
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Collector(counts, gauges))
    ProcessCollector(registry=registry)
    return generate_latest(registry)


@dataclass(eq=False)
class _Collector(Collector):
    counts: Counts
    gauges: Mapping[str, float]

    def collect(self) -> Iterable[Metric]:
        """See the base class."""
        yield from self._counters()
        for name, value in self.gauges.items():
            yield GaugeMetricFamily(f"postbode_{name}", GAUGES[name], value)

    def _counters(self) -> Iterator[Metric]:
        updates = CounterMetricFamily(
            "postbode_updates", "Updates taken in, by how they ended.", labels=["outcome"]
        )
        for outcome, count in self.counts.updates.items():
            updates.add_metric([outcome], count)
        calls = CounterMetricFamily(
            "postbode_calls", "Calls to the Bot API.", labels=["do", "outcome"]
        )
        for (do, outcome), count in self.counts.calls.items():
            calls.add_metric([do, outcome], count)
        waits = CounterMetricFamily(
            "postbode_wait_seconds", "Seconds waited before calls.", labels=["reason"]
        )
        for reason, seconds in self.counts.waits.items():
            waits.add_metric([reason], seconds)
        yield from (updates, calls, waits)
