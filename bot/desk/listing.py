"""Tickets for people at a terminal, and for other programs: text, table, JSON, CSV."""

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from io import StringIO
from typing import Any, Final

from bot.desk.visible import cell, visible
from bot.engine.ticket import Actor, Entry, Life, Ticket, legal

COLUMNS: Final = ("number", "kind", "state", "owner", "opened", "language", "code")
"""What a table shows; the other formats hold everything that the work needs."""
_OURS: Final = ("key", "chat", "topic", "card", "version")
_TIMES: Final = ("opened", "changed")


def told(ticket: Ticket) -> dict[str, Any]:
    """A ticket as plain data, without what the bot alone needs."""
    data = {name: value for name, value in asdict(ticket).items() if name not in _OURS}
    return data | {name: when(data[name]) for name in _TIMES} | {"tried": list(ticket.tried)}


def when(seconds: float) -> str:
    """A time as ISO 8601, in UTC."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def as_table(tickets: Sequence[Ticket]) -> str:
    """A line for each ticket, in columns."""
    if not tickets:
        return "No requests."
    rows = [tuple(name.upper() for name in COLUMNS)]
    rows += [tuple(str(told(ticket)[name]) or "-" for name in COLUMNS) for ticket in tickets]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(f"{x:<{w}}" for x, w in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def as_json(tickets: Iterable[Ticket]) -> str:
    """A list of all of them."""
    return json.dumps([told(ticket) for ticket in tickets], ensure_ascii=False, indent=2)


def as_csv(tickets: Iterable[Ticket]) -> str:
    """A row for each, below the names of the columns."""
    output = StringIO()
    names = [name for name in Ticket.__dataclass_fields__ if name not in _OURS]
    writer = csv.writer(output)
    writer.writerow(names)
    for ticket in tickets:
        data = told(ticket) | {"tried": " ".join(ticket.tried)}
        writer.writerow([cell(str(data[name])) for name in names])
    return output.getvalue().rstrip("\r\n")


def as_text(ticket: Ticket, entries: Iterable[Entry], life: Life) -> str:
    """One ticket with its log, and what can be done with it."""
    data = told(ticket) | {"tried": " ".join(ticket.tried)}
    if data.pop("forget_when_closed"):
        data["forget"] = "when it ends: then it is deleted, and can't be reopened"
    lines = [f"{name + ':':<10}{_indented(str(value))}" for name, value in data.items() if value]
    return "\n".join([*lines, "", *_log(entries), "", _moves(ticket, life)])


def _indented(text: str) -> str:
    return visible(text).replace("\n", f"\n{' ' * 10}")


def _log(entries: Iterable[Entry]) -> Iterator[str]:
    for entry in entries:
        words = f": {_indented(entry.words)}" if entry.words else ""
        yield (
            f"{when(entry.at)}  {visible(entry.who)} ({entry.source})  {entry.move} -> "
            f"{entry.after}{words}"
        )


def _moves(ticket: Ticket, life: Life) -> str:
    """What its owner may do, and what somebody else."""
    if ticket.chat is None:
        return "What was said is deleted, so that nothing more can be done with it."
    somebody = Actor("?", agent=True, source="command")
    owner = somebody._replace(name=ticket.owner) if ticket.owner else somebody
    anybody = sorted(legal(life, ticket, somebody) if ticket.owner else legal(life, ticket, owner))
    own = sorted(legal(life, ticket, owner) - set(anybody)) if ticket.owner else []
    offered = " ".join(f"--{move}" for move in (*own, *anybody))
    return f"To do: postbode ticket {ticket.number} {offered} --as NAME".replace("  ", " ")
