"""The contenders beside each other: tables and aims."""

from collections.abc import Mapping, Sequence

from bench.contenders import CONTENDERS
from bench.report import aims_table, machine, table
from bench.results import Aim, Figure, Json, Rounds

BASE = "c"


def report(records: Sequence[Json], calls: int) -> str:
    """All tables of a run, as Markdown."""
    found = rounds(records, calls)
    faults = [f"- ({letter}) {each.faults()}" for letter, each in found.items() if each.faults()]
    wrong = ["", "What went wrong:", "", *faults] if faults else []
    ended = sum(each.ended() for each in found.values())
    count = max(len(each.records) for each in found.values())
    said = (
        f"{machine()} {count} rounds: the median, in brackets the lowest and the highest. "
        f"{ended:,} conversations ended, each with the right values."
    )
    parts = [said, "", speed(found), "", waits(found), *wrong]
    if aims := _aims(found):
        parts += ["", aims_table(aims)]
    return "\n".join(parts)


def rounds(records: Sequence[Json], calls: int) -> dict[str, Rounds]:
    """The records by contender."""
    letters = dict.fromkeys(record["contender"] for record in records)
    return {
        letter: Rounds([r for r in records if r["contender"] == letter], calls)
        for letter in letters
    }


def speed(found: Mapping[str, Rounds]) -> str:
    """Conversations and memory."""
    rows = []
    for letter, each in found.items():
        share = _ratio(found, letter)
        rows.append(
            [
                _name(letter),
                each.per_core().show(),
                share,
                each.per_second("full").show(),
                each.per_second("full, network").show(),
                each.of("memory").show(),
            ]
        )
        if any(record["database memory"] for record in each.records):
            with_database = each.per_core(database=True).show()
            memory = each.of("database memory").show()
            rows.append(["... with the database server", with_database, "", "", "", memory])
    head = ["", "conversations per CPU second", f"({BASE}) is ... times that"]
    return table([*head, "conversations/s", "... at 50 ms", "memory, MB"], rows)


def waits(found: Mapping[str, Rounds]) -> str:
    """How long an answer takes at low load."""
    rows = [
        [
            _name(letter),
            *(each.wait("low", share).show(1) for share in (0.5, 0.95, 0.99)),
            *(each.wait("low, network", share).show(0) for share in (0.5, 0.95, 0.99)),
        ]
        for letter, each in found.items()
    ]
    head = ["milliseconds to the last call of an answer", "p50", "p95", "p99"]
    return table([*head, "p50 at 50 ms", "p95", "p99"], rows)


def _ratio(found: Mapping[str, Rounds], letter: str) -> str:
    if BASE not in found or letter == BASE:
        return ""
    return f"{_per_core(found, BASE) / _per_core(found, letter):.1f}"


def _per_core(found: Mapping[str, Rounds], letter: str) -> float:
    return found[letter].per_core().middle or float("nan")


def _aims(found: Mapping[str, Rounds]) -> list[Aim]:
    if BASE not in found:
        return []
    aims = [_faster(found, letter, times) for letter, times in (("a", 6), ("b", 2.5), ("e", 0.5))]
    late = (
        [_within(found["c"].wait("low", 0.95), found["e"].wait("low", 0.95))]
        if "e" in found
        else []
    )
    return [*filter(None, aims), *late, _small(found["c"].of("most memory"))]


def _faster(found: Mapping[str, Rounds], letter: str, times: float) -> Aim | None:
    if letter not in found:
        return None
    measured = _per_core(found, BASE) / _per_core(found, letter)
    what = f"({BASE}) per core against ({letter})"
    return Aim(what, f"at least {times:g} times", f"{measured:.2f} times", measured >= times)


def _within(ours: Figure, floor: Figure) -> Aim:
    later = ours.middle - floor.middle
    return Aim("p95 of (c) at low load, beyond (e)", "at most 2 ms", f"{later:.1f} ms", later <= 2)  # noqa: PLR2004


def _small(most: Figure) -> Aim:
    return Aim("memory of (c) at its peak", "under 80 MB", f"{most.most:.0f} MB", most.most < 80)  # noqa: PLR2004


def _name(letter: str) -> str:
    return next(f"({c.letter}) {c.name}" for c in CONTENDERS if c.letter == letter)
