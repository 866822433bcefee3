"""A ticket: what a customer has asked of people, and the moves that people make with it.

The rules:

1. Which move is legal, and where it leads, is decided by one table, read from flows/ticket.yaml.
2. A move is the customer's, any agent's, or that of the agent who owns the ticket.
3. A claim takes a ticket that is free; a take-over takes it from somebody else.
4. A move that is refused changes nothing, and the refusal says why.
5. With a ticket whose customer was forgotten nothing can be done any more.
6. Each move leaves an entry: what, who, when, from where, and the words that went with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Final, Literal, NamedTuple

from bot.engine.table import Table

By = Literal["customer", "agent", "owner"]
"""Who may make a move; an owner is an agent too."""
Words = Literal["none", "optional", "required"]
Reason = Literal["unknown", "state", "person", "owner", "owned", "words", "forgotten"]
"""Why a move is refused: there is none of that name; not in this state; not this kind of person;
somebody else owns the ticket; somebody owns it already; it needs words; it was emptied, since its
customer is forgotten."""

KINDS: Final = ("paid", "person")
"""What a customer may ask for: the paid set-up service, or to be helped by a person."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a customer has asked of people.

    Attributes:
        number: its number, short and readable aloud.
        key: the request it was made from; one request makes one ticket.
        kind: one of KINDS.
        state: a state of flows/ticket.yaml.
        chat: the customer's chat; None once the customer was forgotten.
        language: the language the customer reads.
        code: the short code of the settings they were given; empty when they were given none.
        program: the mail program they named; empty when they named none.
        tried: what they tried, oldest first.
        contact: how they want to be reached; empty for the chat.
        time: when that suits them, in their words.
        note: what they add, in their words.
        offer: what the agent offered, in the agent's words; empty before that.
        owner: the name of the agent who has it; empty when nobody has.
        topic: the topic of the desk in which it is handled, once there is one.
        card: the message of the desk that shows it, once there is one.
        opened: when it was made, in seconds since the epoch.
        changed: when it was changed last.
        version: how often it was changed.
        forget_when_closed: whether the customer has asked to be forgotten while it was open.
    """

    number: str
    key: str
    kind: str
    state: str
    chat: int | None
    language: str
    code: str = ""
    program: str = ""
    tried: tuple[str, ...] = ()
    contact: str = ""
    time: str = ""
    note: str = ""
    offer: str = ""
    owner: str = ""
    topic: int | None = None
    card: int | None = None
    opened: float = 0.0
    changed: float = 0.0
    version: int = 0
    forget_when_closed: bool = False


class Entry(NamedTuple):
    """One line of a ticket's log.

    Attributes:
        at: when, in seconds since the epoch.
        who: the agent's name, or "customer".
        source: from where: "chat", "desk" or "command".
        move: what was done; "open" for the first.
        before: the state before it.
        after: the state after it.
        words: what was said with it.
    """

    at: float
    who: str
    source: str
    move: str
    before: str
    after: str
    words: str = ""


class Actor(NamedTuple):
    """Who makes a move: the customer, or an agent by name; and from where."""

    name: str
    agent: bool
    source: str


CUSTOMER: Final = Actor("customer", agent=False, source="chat")


@dataclass(frozen=True, slots=True)
class Move:
    """What can be done with a ticket (flows/ticket.yaml, `moves`).

    Attributes:
        key: its name.
        by: who may make it.
        label: the button of the desk, in English; empty for one that has none.
        words: whether words go with it.
        owner: whether who makes it gets the ticket, or gives it up.
        when: whether it is made with a ticket that is free, or that is another's.
        tells: what the customer reads, in English; empty when they are not told.
        leads: the state of the customer's conversation that it leads to; empty to leave it.
        where: FILE:LINE of its definition.
    """

    key: str
    by: tuple[By, ...]
    label: str = ""
    words: Words = "none"
    owner: Literal["", "gets", "leaves"] = ""
    when: Literal["", "free", "others"] = ""
    tells: str = ""
    leads: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """A state of a ticket (flows/ticket.yaml, `states`).

    Attributes:
        name: its name.
        title: how customers read it, in English.
        moves: each move that is legal in it, and the state that it leads to.
        ends: whether the ticket is closed in it.
        where: FILE:LINE of its definition.
    """

    name: str
    title: str
    moves: Mapping[str, str]
    ends: bool = False
    where: str = ""


@dataclass(frozen=True, eq=False)
class Life:
    """The life of a ticket.

    Attributes:
        start: the state of a new one.
        stages: every state, by name.
        moves: every move, by name.
    """

    start: str
    stages: Mapping[str, Stage] = field(default_factory=dict)
    moves: Mapping[str, Move] = field(default_factory=dict)

    def may(self, move: str) -> tuple[By, ...]:
        """Who may make a move; nobody one that there is not."""
        return self.moves[move].by if move in self.moves else ()


class Refused(NamedTuple):
    """A move that was not made.

    Attributes:
        reason: why.
        ticket: the ticket, as it is.
    """

    reason: Reason
    ticket: Ticket


class Made(NamedTuple):
    """A move that was made: the ticket after it, and what is to be written into its log."""

    ticket: Ticket
    entry: Entry


def make(  # noqa: PLR0913, PLR0917 - a move is all of these
    life: Life, ticket: Ticket, name: str, actor: Actor, words: str, now: float
) -> Made | Refused:
    """Make a move with a ticket.

    Args:
        life: which moves there are.
        ticket: the ticket.
        name: the move.
        actor: who makes it.
        words: what is said with it.
        now: the time, in seconds since the epoch.
    """
    move = life.moves.get(name)
    after = table(life).reached(name, ticket.state, life=life, ticket=ticket, actor=actor)
    if move is None or after is None:
        return Refused(_why(life, ticket, move, actor), ticket)
    if move.words == "required" and not words.strip():
        return Refused("words", ticket)
    owner = {"gets": actor.name, "leaves": ""}.get(move.owner, ticket.owner)
    changed = replace(
        ticket,
        state=after,
        owner=owner,
        offer=words if name == "offer" else ticket.offer,
        changed=now,
        version=ticket.version + 1,
    )
    return Made(changed, Entry(now, actor.name, actor.source, name, ticket.state, after, words))


def legal(life: Life, ticket: Ticket, actor: Actor) -> frozenset[str]:
    """The moves that somebody may make with a ticket as it is."""
    given = {"life": life, "ticket": ticket, "actor": actor}
    moves = life.stages[ticket.state].moves if ticket.state in life.stages else ()
    return frozenset(name for name in moves if table(life).reached(name, ticket.state, **given))


@lru_cache(maxsize=8)
def table(life: Life) -> Table:
    """All moves of all states."""
    made = Table(life.stages, life.start)
    for stage in life.stages.values():
        for name, target in stage.moves.items():
            made.add(name, stage.name, target, _may(life.moves[name]))
    return made


def _may(move: Move) -> Any:  # noqa: ANN401 - a condition of the table
    """Whether the one who acts may make this move."""
    return lambda given: not _hindrance(move, given["ticket"], given["actor"])


def _hindrance(move: Move, ticket: Ticket, actor: Actor) -> Reason | None:
    """Why somebody may not make a move that the state allows."""
    if ticket.chat is None:
        return "forgotten"
    if not actor.agent:
        return None if "customer" in move.by else "person"
    if move.by == ("customer",):
        return "person"
    if (move.when == "free" and ticket.owner) or (move.when and ticket.owner == actor.name):
        return "owned"
    if move.when == "others" and not ticket.owner:
        return "state"
    return None if "agent" in move.by or ticket.owner == actor.name else "owner"


def _why(life: Life, ticket: Ticket, move: Move | None, actor: Actor) -> Reason:
    if move is None:
        return "unknown"
    stage = life.stages.get(ticket.state)
    if stage is None or move.key not in stage.moves:
        return "state"
    return _hindrance(move, ticket, actor) or "state"
