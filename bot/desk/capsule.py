"""A ticket as agents see it: what they have to know, and the buttons that are legal now.

The desk speaks English, as the labels of flows/ticket.yaml do; the customer is answered in their
own language.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from bot.desk.visible import block, inline
from bot.engine.ticket import Actor, Life, Ticket, legal
from bot.render.message import KINDS, Button, Rows
from bot.render.rich import Rich, bold, join

DATA: Final = "desk"
"""What the data of the desk's buttons begins with."""
PHRASES: Final = "phrases"
ACROSS: Final = 3
"""Buttons in a row."""
_NOBODY: Final = "\0"
"""The name of an agent who has no ticket."""


def card(life: Life, ticket: Ticket) -> tuple[Rich, Rows]:
    """The card of a ticket, which is edited whenever the ticket changes."""
    return join(_lines(life, ticket), "\n"), in_rows(_buttons(life, ticket))


def in_rows(buttons: Iterable[Button]) -> Rows:
    """Buttons side by side, as many as fit."""
    given = tuple(buttons)
    return tuple(given[at : at + ACROSS] for at in range(0, len(given), ACROSS))


def title(ticket: Ticket) -> str:
    """The name of a ticket's topic."""
    return f"{ticket.number} · {KINDS.get(ticket.kind, ticket.kind)} ({ticket.language})"


def data(number: str, what: str, which: str = "") -> str:
    """What a button of the desk sends."""
    return ":".join(filter(None, (DATA, number, what, which)))


def _lines(life: Life, ticket: Ticket) -> Iterator[Rich]:
    stage = life.stages.get(ticket.state)
    yield bold(ticket.number) + f" · {KINDS.get(ticket.kind, ticket.kind)}"
    free = "closed" if stage and stage.ends else "nobody has it yet"
    owner = Rich("with ") + inline(ticket.owner) if ticket.owner else Rich(free)
    yield bold(ticket.state) + " · " + owner
    if ticket.chat is None:
        yield Rich("What was said is deleted, so that nothing more can be done with it.")
        return
    yield Rich(f"Language: {ticket.language}")
    if ticket.code:
        yield Rich("Settings given: ") + inline(ticket.code)
    if ticket.program:
        yield Rich("Mail program: ") + inline(ticket.program)
    if ticket.tried:
        yield Rich("Tried: ") + inline(", ".join(ticket.tried), 600)
    yield Rich("Reach them: ") + (inline(ticket.contact) if ticket.contact else "here in the chat")
    if ticket.time:
        yield Rich("Time: ") + inline(ticket.time)
    if ticket.forget_when_closed:
        yield Rich("They want to be forgotten: when it ends, it is deleted and can't be reopened.")
    if ticket.note:
        yield Rich("They write:")
        yield block(ticket.note, 1500)
    if ticket.offer:
        yield Rich("Our offer:")
        yield block(ticket.offer, 800)


def _buttons(life: Life, ticket: Ticket) -> Iterator[Button]:
    """What any agent may do, and what the one who has the ticket may."""
    names = (_NOBODY, ticket.owner) if ticket.owner else (_NOBODY,)
    may = frozenset[str]().union(*(legal(life, ticket, _agent(name)) for name in names))
    for name, move in life.moves.items():
        if name in may and move.label:
            yield Button(move.label, data(ticket.number, name))
    if "answer" in may:
        yield Button("Phrases", data(ticket.number, PHRASES))


def _agent(name: str) -> Actor:
    return Actor(name, agent=True, source="desk")
