"""flows/ticket.yaml -> Life, frozen and checked. Every fault is reported at once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal, get_args

from pydantic import Field

from bot.engine.ticket import By, Life, Move, Stage, Words
from bot.flow_file import Names, SourceModel
from bot.paths import FLOWS
from bot.source import Fault, Source, collect, parse, read

TICKET: Final = "ticket.yaml"


class _MoveSource(SourceModel):
    """See bot.engine.ticket.Move."""

    by: Names
    label: str = ""
    words: Words = "none"
    owner: Literal["", "gets", "leaves"] = ""
    when: Literal["", "free", "others"] = ""
    tells: str = ""
    leads: str = ""


class _StageSource(SourceModel):
    """See bot.engine.ticket.Stage."""

    title: str
    ends: bool = False
    moves: dict[str, str]


class _TicketFile(SourceModel):
    """flows/ticket.yaml."""

    start: str
    moves: dict[str, _MoveSource] = Field(min_length=1)
    states: dict[str, _StageSource] = Field(min_length=1)


def load_life(directory: Path = FLOWS) -> Life:
    """Read and check the life of a ticket.

    Raises:
        ContentBroken: with every fault at once.
    """
    source = read(directory / TICKET, directory)
    file = parse(source, _TicketFile)
    collect(_faults(source, file))
    return Life(
        start=file.start,
        stages={
            name: Stage(name, stage.title, stage.moves, stage.ends, source.where("states", name))
            for name, stage in file.states.items()
        },
        moves={name: _move(source, name, move) for name, move in file.moves.items()},
    )


def _move(source: Source, name: str, move: _MoveSource) -> Move:
    return Move(
        key=name,
        by=tuple(move.by),  # type: ignore[arg-type]  # the faults say what else it may hold
        label=move.label,
        words=move.words,
        owner=move.owner,
        when=move.when,
        tells=move.tells.strip(),
        leads=move.leads,
        where=source.where("moves", name),
    )


def _faults(source: Source, file: _TicketFile) -> Iterator[Fault]:
    if file.start not in file.states:
        yield source.fault(f"unknown state “{file.start}”", "start")
    for name, move in file.moves.items():
        at = ("moves", name)
        for by in sorted(set(move.by) - set(get_args(By))):
            yield source.fault(f"“{name}” is by “{by}”; it may be customer, agent or owner", *at)
        if not any(name in stage.moves for stage in file.states.values()):
            yield source.fault(f"no state has the move “{name}”", *at)
        if "customer" not in move.by and not move.label:
            yield source.fault(f"“{name}” has no label for the desk", *at)
    for name in file.states:
        yield from _stage_faults(source, file, name)


def _stage_faults(source: Source, file: _TicketFile, name: str) -> Iterator[Fault]:
    for move, target in file.states[name].moves.items():
        at = ("states", name, "moves", move)
        if move not in file.moves:
            yield source.fault(f"unknown move “{move}”", *at)
        if target not in file.states:
            yield source.fault(f"“{move}” leads to an unknown state “{target}”", *at)
    if file.start in file.states and name not in _reached(file, file.start):
        yield source.fault(f"no move leads to “{name}”", "states", name)
    if not any(file.states[n].ends for n in _reached(file, name) if n in file.states):
        yield source.fault(f"“{name}” never comes to an end", "states", name)


def _reached(file: _TicketFile, start: str) -> set[str]:
    """The states that can be reached from one, that one included."""
    found, ahead = {start}, [start]
    while ahead:
        stage = file.states.get(ahead.pop())
        new = set(stage.moves.values()) - found if stage else set()
        found |= new
        ahead += new
    return found
