"""The customer's side of the desk, with a store and the real turns."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.config import Operator
from bot.desk.command import Commands
from bot.desk.number import LENGTH
from bot.errors import AgentUnknown, MoveRefused, TicketUnknown
from bot.helpdesk import Helpdesk, load_helpdesk
from bot.store import Store, Update
from bot.store.memory import MemoryStore
from bot.store.sqlite import SqliteStore
from bot.turn import Turns
from tests.service import drawing

HELPDESK: Helpdesk = load_helpdesk(Operator(tickets=True))
STEPS = (
    "1.paid.start:begin:imap-ssl",
    "1.paid.contact:here:imap-ssl",
    "1.paid.time:any:imap-ssl",
    "1.paid.note:nothing:imap-ssl",
)


def turns(seed: int = 1) -> Turns:
    """The turns of one process."""
    return Turns(HELPDESK, clock=lambda: 1000.0, draw=drawing(seed))


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    file = tmp_path / "a.sqlite3"
    opened: Store = MemoryStore() if request.param == "memory" else SqliteStore(file, bot=1)
    yield opened
    opened.close()


class Person:
    """A customer whose updates reach a store."""

    def __init__(self, store: Store, chat: int, first: int = 1) -> None:
        self.store, self.chat, self.number = store, chat, first

    def press(self, data: str, by: Turns) -> None:
        """Press a button; each press is an update of its own."""
        self.number += 1
        payload = {"language": "en", "query": "q", "message": 5, "data": data}
        with self.store.transaction() as transaction:
            by.take(transaction, [Update(self.number, self.chat, payload)])

    def to_summary(self, by: Turns) -> str:
        """Go to the summary; returns what its button sends."""
        for data in STEPS:
            self.press(data, by)
        return f"1.paid.summary:request:imap-ssl:{self.draft['key']}"

    @property
    def draft(self) -> dict[str, str]:
        """What the form holds."""
        with self.store.transaction() as transaction:
            kept = transaction.chat(self.chat)
        assert kept is not None
        return dict(kept.conversation["draft"])

    @property
    def tickets(self) -> list[str]:
        """The numbers of their tickets."""
        with self.store.transaction() as transaction:
            return [ticket.number for ticket in transaction.tickets_of(self.chat, 9)]


def test_a_request_exists_once_however_often_it_is_sent(store: Store) -> None:
    """Redelivered, pressed again, on another device, after a restart: one ticket, one number."""
    person, by = Person(store, 7), turns()
    button = person.to_summary(by)
    person.press(button, by)
    (number,) = person.tickets
    person.number -= 1
    person.press(button, by)  # the same update again
    person.press(button, by)  # another device
    person.press(button, turns(2))  # another process
    assert person.tickets == [number]
    assert person.draft["about"] == number


def test_a_number_that_is_taken_is_drawn_again(store: Store) -> None:
    """Two processes that draw the same letters give two customers two numbers."""
    numbers = iter(["ACDEFH", "ACDEFH", "HKMNPR"])
    for chat in (7, 8):
        person, by = Person(store, chat, chat * 100), turns(chat)
        button = person.to_summary(by)
        same = Turns(HELPDESK, lambda: 1000.0, lambda n: next(numbers) if n == LENGTH else "KEY")
        person.press(button, same)
    with store.transaction() as transaction:
        found = [ticket.number for ticket in transaction.tickets(9, only_open=True)]
        assert found == ["ACDEFH", "HKMNPR"]
        assert transaction.backlog().updates == 0


def test_what_is_withdrawn_while_it_is_claimed(store: Store) -> None:
    """Who comes first wins; the other is told, and nothing is half done."""
    person, by = Person(store, 7), turns()
    person.press(person.to_summary(by), by)
    (number,) = person.tickets
    with store.transaction() as transaction:
        Commands(HELPDESK, 1001.0).move(transaction, number, "claim", "Anna")
    person.press(f"1.status.withdraw:withdraw:imap-ssl:{number}", by)
    with store.transaction() as transaction:
        ticket = transaction.ticket(number)
        assert ticket is not None
        assert (ticket.state, ticket.owner) == ("claimed", "Anna")
        assert [entry.move for entry in transaction.entries(number)] == ["open", "claim"]


def test_a_command_says_why_it_did_nothing(store: Store) -> None:
    """No name, no such ticket, somebody else's: each has its own words, and changes nothing."""
    person, by = Person(store, 7), turns()
    person.press(person.to_summary(by), by)
    (number,) = person.tickets
    commands = Commands(HELPDESK, 1001.0)
    with store.transaction() as transaction:
        with pytest.raises(AgentUnknown):
            commands.move(transaction, number, "claim", " ")
        with pytest.raises(TicketUnknown):
            commands.move(transaction, "XXXXXX", "claim", "Anna")
        commands.move(transaction, number.lower(), "claim", "Anna")
        with pytest.raises(MoveRefused, match="already with Anna"):
            commands.move(transaction, number, "claim", "Bob")
        with pytest.raises(MoveRefused, match="not yours"):
            commands.move(transaction, number, "done", "Bob")
        with pytest.raises(MoveRefused, match="--words"):
            commands.move(transaction, number, "ask", "Anna")
        assert len(transaction.entries(number)) == 2


def test_nothing_can_be_done_with_a_ticket_that_was_forgotten(store: Store) -> None:
    """There is nothing left to work on: it is neither reopened nor noted, and tells nobody."""
    person, by = Person(store, 7), turns()
    person.press(person.to_summary(by), by)
    (number,) = person.tickets
    commands = Commands(HELPDESK, 1001.0)
    with store.transaction() as transaction:
        for move in ("claim", "done"):
            commands.move(transaction, number, move, "Anna")
        transaction.forget(7)
        before = transaction.backlog().calls
        for move in ("reopen", "note"):
            with pytest.raises(MoveRefused, match="deleted"):
                commands.move(transaction, number, move, "Anna", "words")
        assert transaction.backlog().calls == before
        assert transaction.chat(7) is None
