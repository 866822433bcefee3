"""What every store does with tickets."""

from dataclasses import replace

import pytest

from bot.engine.ticket import Entry, Ticket
from bot.errors import TicketChanged, TicketOpen
from bot.store import Store

FIRST = Ticket(
    number="ACDEFH",
    key="k1",
    kind="paid",
    state="new",
    chat=7,
    language="nl",
    code="imap-ssl",
    program="windows8",
    tried=("trouble.start",),
    contact="jan@example.com",
    time="’s middags",
    note="Graag bellen 🐟",
    opened=100.0,
    changed=100.0,
)
OPENED = Entry(100.0, "customer", "chat", "open", "", "new")


def add(store: Store, ticket: Ticket) -> bool:
    """Keep a new ticket."""
    with store.transaction() as transaction:
        return transaction.add_ticket(ticket, OPENED)


def moved(ticket: Ticket, state: str, owner: str = "") -> tuple[Ticket, Entry]:
    """A ticket after a move."""
    after = replace(ticket, state=state, owner=owner, changed=200.0, version=ticket.version + 1)
    return after, Entry(200.0, owner, "desk", "move", ticket.state, state, "words")


def change(store: Store, ticket: Ticket, state: str, *, is_open: bool = True) -> Ticket:
    """Make a move."""
    after, entry = moved(ticket, state, "Anna")
    with store.transaction() as transaction:
        transaction.change_ticket(after, entry, is_open=is_open)
    return after


def kept(store: Store, number: str) -> Ticket | None:
    """A ticket as it is kept."""
    with store.transaction() as transaction:
        return transaction.ticket(number)


def test_a_ticket_is_kept(store: Store) -> None:
    """A ticket comes back as it was, with its log."""
    assert add(store, FIRST)
    assert kept(store, FIRST.number) == FIRST
    with store.transaction() as transaction:
        assert transaction.entries(FIRST.number) == [OPENED]
        assert transaction.ticket("XXXXXX") is None
        assert transaction.entries("XXXXXX") == []


@pytest.mark.parametrize(
    "other",
    [
        replace(FIRST, key="k2", chat=8),
        replace(FIRST, number="MNPRTV", chat=8),
        replace(FIRST, number="MNPRTV", key="k2"),
    ],
    ids=["the same number", "the same request", "the same customer"],
)
def test_a_ticket_that_is_there_is_not_kept_again(store: Store, other: Ticket) -> None:
    """A number and a request exist once, and a customer has one open ticket."""
    assert add(store, FIRST)
    assert not add(store, other)
    with store.transaction() as transaction:
        assert transaction.tickets(10, only_open=False) == [FIRST]


def test_a_move_is_kept_with_its_entry(store: Store) -> None:
    """State, owner and offer change; the log grows."""
    add(store, FIRST)
    after, entry = moved(replace(FIRST, offer="20 euro"), "offered", "Anna")
    with store.transaction() as transaction:
        transaction.change_ticket(after, entry, is_open=True)
    assert kept(store, FIRST.number) == after
    with store.transaction() as transaction:
        assert transaction.entries(FIRST.number) == [OPENED, entry]


def test_of_two_moves_at_once_one_is_made(store: Store) -> None:
    """A move from a ticket that has changed in between is refused, and changes nothing."""
    add(store, FIRST)
    claimed = change(store, FIRST, "claimed")
    with pytest.raises(TicketChanged):
        change(store, FIRST, "withdrawn", is_open=False)
    assert kept(store, FIRST.number) == claimed


def test_a_closed_ticket_makes_room_for_another(store: Store) -> None:
    """Once a ticket is closed its customer may open another, and not reopen the first then."""
    add(store, FIRST)
    done = change(store, FIRST, "done", is_open=False)
    second = replace(FIRST, number="MNPRTV", key="k2", opened=300.0)
    assert add(store, second)
    with pytest.raises(TicketOpen):
        change(store, done, "claimed")
    with store.transaction() as transaction:
        assert transaction.tickets_of(7, 5) == [second, done]
        assert transaction.tickets_of(7, 1) == [second]
        assert transaction.tickets_of(8, 5) == []
        assert transaction.tickets(5, only_open=True) == [second]
        assert transaction.tickets(5, only_open=False) == [done, second]


def test_a_place_in_the_desk_is_remembered(store: Store) -> None:
    """A ticket is found by its topic, and a move leaves its place alone."""
    add(store, FIRST)
    with store.transaction() as transaction:
        transaction.place_ticket(FIRST.number, 55, 56)
    change(store, FIRST, "claimed")
    placed = kept(store, FIRST.number)
    assert placed is not None
    assert (placed.topic, placed.card) == (55, 56)
    with store.transaction() as transaction:
        assert transaction.ticket_in(55) == FIRST.number
        assert transaction.ticket_in(56) is None


def test_a_message_belongs_to_a_ticket(store: Store) -> None:
    """The ticket of a message is found in its chat alone; said again, it is the last."""
    add(store, FIRST)
    add(store, replace(FIRST, number="MNPRTV", key="k2", chat=8))
    with store.transaction() as transaction:
        transaction.tie(-100, 9, "MNPRTV")
        transaction.tie(-100, 9, FIRST.number)
        assert transaction.tied(-100, 9) == FIRST.number
        assert transaction.tied(7, 9) is None


def test_a_transaction_that_raises_keeps_no_ticket(store: Store) -> None:
    """A ticket is undone with the rest of its transaction."""
    with pytest.raises(ZeroDivisionError), store.transaction() as transaction:
        transaction.add_ticket(FIRST, OPENED)
        transaction.tie(-100, 9, FIRST.number)
        raise ZeroDivisionError
    assert kept(store, FIRST.number) is None
    with store.transaction() as transaction:
        assert transaction.tied(-100, 9) is None


def test_tickets_are_exported(store: Store) -> None:
    """A customer gets their tickets with what happened, but for notes among agents."""
    add(store, FIRST)
    after, entry = moved(FIRST, "claimed", "Anna")
    with store.transaction() as transaction:
        transaction.change_ticket(after, entry._replace(move="note"), is_open=True)
        exported = transaction.export(7)["tickets"]
        assert transaction.export(8)["tickets"] == []
    assert [ticket["number"] for ticket in exported] == [FIRST.number]
    assert exported[0]["note"] == FIRST.note
    assert [line["move"] for line in exported[0]["log"]] == ["open"]
