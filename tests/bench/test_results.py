"""Figures and tables of the measurements."""

from pathlib import Path

import pytest

from bench import growth, report, workers
from bench.peers_report import report as tables
from bench.results import Figure, Json, percentile


def load(calls: int, cpu: float) -> Json:
    """What came of a load."""
    return {
        "seconds": 1.0,
        "calls": calls,
        "cpu": cpu,
        "database_cpu": 0.0,
        "waits": [0.001, 0.002],
        "ended": 1,
        "wrong": {},
    }


def record(letter: str, calls: int) -> Json:
    """A contender in a round."""
    phases = ("low", "full", "low, network", "full, network")
    return {
        "contender": letter,
        "memory": 70.0,
        "most memory": 75.0,
        "database memory": 0.0,
        **{phase: load(calls, 1.0) for phase in phases},
    }


def test_a_figure_is_a_median_with_its_spread() -> None:
    """The median is shown, and in brackets the lowest and the highest round."""
    assert Figure.of([3.0, 1.0, 2.0]).show(1) == "2.0 (1.0-3.0)"
    assert Figure.of([2000.0]).show() == "2,000"


@pytest.mark.parametrize(("share", "value"), [(0.5, 51), (0.95, 96), (0.99, 100), (1.0, 100)])
def test_percentiles(share: float, value: float) -> None:
    """A percentile is one of the values."""
    assert percentile(list(range(1, 101)), share) == value


def test_an_aim_that_is_missed_says_so() -> None:
    """The aims stand beside what was measured, missed ones too."""
    shown = tables([record("c", 500), record("a", 100), record("e", 900)], calls=5)
    assert "(c) per core against (a) | at least 6 times | 5.00 times | missed" in shown
    assert "(c) per core against (e) | at least 0.5 times | 0.56 times | met" in shown
    assert "under 80 MB | 75 MB | met" in shown


def test_a_fault_is_told() -> None:
    """What a contender did wrong stands below the tables."""
    bad = record("c", 500)
    bad["full"]["wrong"] = {"another text at the end": 2}
    assert "- (c) {'full: another text at the end': 2}" in tables([bad], calls=5)


def test_tables_go_where_the_page_has_a_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is between the marks is replaced, and nothing else."""
    page = tmp_path / "page.md"
    other = "<!-- measured: z -->\n<!-- end -->\n"
    page.write_text(f"a\n<!-- measured: x -->\n<!-- end -->\nb\n{other}", encoding="utf-8")
    monkeypatch.setattr(report, "PAGE", page)
    for text in ("new", "newer \\1"):
        report.write("x", text)
    written = page.read_text(encoding="utf-8")
    assert written == "a\n<!-- measured: x -->\n\nnewer \\1\n\n<!-- end -->\nb\n" + other
    with pytest.raises(LookupError):
        report.write("y", "")


def test_growth_and_workers_tell_their_aims() -> None:
    """A start that takes too long with many conversations is missed; so is a second process."""
    sizes = [
        {"size": 1000 * n, "file": 1.0, "start": n, "memory": 70.0, "low": load(5, 1), "full": full}
        for n, full in ((1, load(500, 1.0)), (3, load(500, 1.1)))
    ]
    grown = growth.report(sizes, calls=5)
    assert "start with 3,000 conversations | under 1 s | 3.00 s | missed" in grown
    assert "an update with 3,000 conversations | within 20 % | +10% | met" in grown
    told = {"in order": 3, "out of order": 0, "other": 0}
    runs = [
        {"processes": count, "machine": where, "full": load(500 * count, 1.0) | {"own_cpu": 1.0}}
        for count in (1, 2)
        for where in workers.MACHINES
    ]
    hasty = {"processes": 2, "machine": workers.HASTE, "order": told}
    shown = workers.report([*runs, hasty], calls=5)
    assert "two processes, slow | 1.8 times one | 2.00 | met" in shown
    assert "3 were answered in order, 0 in another order" in shown
