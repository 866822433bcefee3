"""What every store does with the tickets of a customer who is forgotten, or who is long gone."""

from dataclasses import replace

from bot.engine.ticket import Entry, Ticket
from bot.retention import DAY
from bot.store import Store
from bot.store.protocol import Json
from tests.store.stores import FIRST as UPDATE
from tests.store.test_contract_tickets import FIRST, add, change, kept

WORDS = ("language", "code", "program", "contact", "time", "note", "offer")
EMPTY: Json = {"chat": None, "tried": (), **dict.fromkeys(WORDS, "")}


def forgotten(store: Store, chat: int = 7) -> list[str]:
    """Forget a customer."""
    with store.transaction() as transaction:
        return transaction.forget(chat)


def second(ticket: Ticket) -> Ticket:
    """Another one of the same customer, made later."""
    return replace(ticket, number="MNPRTV", key="k2", opened=300.0)


def test_forgetting_empties_closed_tickets(store: Store) -> None:
    """What was said in a closed ticket goes, and whose it was; its number and dates stay."""
    add(store, FIRST)
    with store.transaction() as transaction:
        transaction.tie(-100, 9, FIRST.number)
    done = change(store, FIRST, "done", is_open=False)
    assert forgotten(store) == [FIRST.number]
    assert forgotten(store) == []
    with store.transaction() as transaction:
        assert transaction.ticket(FIRST.number) == replace(done, **EMPTY)
        assert [line.words for line in transaction.entries(FIRST.number)] == ["", ""]
        assert transaction.tied(-100, 9) is None
        assert transaction.export(7)["tickets"] == []


def test_forgetting_marks_the_open_ticket(store: Store) -> None:
    """What people were asked to do stays as it is, marked; a move leaves the mark alone."""
    add(store, FIRST)
    with store.transaction() as transaction:
        transaction.tie(-100, 9, FIRST.number)
    assert forgotten(store) == []
    marked = replace(FIRST, forget_when_closed=True)
    assert kept(store, FIRST.number) == marked
    change(store, FIRST, "claimed")
    with store.transaction() as transaction:
        assert transaction.tied(-100, 9) == FIRST.number
        found = transaction.ticket(FIRST.number)
        assert found is not None
        assert (found.note, found.forget_when_closed) == (FIRST.note, True)
        assert [ticket.number for ticket in transaction.tickets_of(7, 5)] == [FIRST.number]


def test_closed_tickets_go_while_another_is_open(store: Store) -> None:
    """Everything that can be forgotten goes at once."""
    add(store, FIRST)
    change(store, FIRST, "done", is_open=False)
    add(store, second(FIRST))
    assert forgotten(store) == [FIRST.number]
    with store.transaction() as transaction:
        assert transaction.tickets_of(7, 5) == [replace(second(FIRST), forget_when_closed=True)]


def test_a_ticket_that_was_forgotten_when_it_closed_is_marked_no_more(store: Store) -> None:
    """After its end there is nothing left to be forgotten."""
    add(store, FIRST)
    forgotten(store)
    change(store, replace(FIRST, forget_when_closed=True), "done", is_open=False)
    assert forgotten(store) == [FIRST.number]
    ticket = kept(store, FIRST.number)
    assert ticket is not None
    assert (ticket.chat, ticket.forget_when_closed) == (None, False)


def test_how_many_were_made_is_known_for_a_day(store: Store) -> None:
    """Forgotten tickets count like any other, as long as it matters, and are exported."""
    add(store, FIRST)
    change(store, FIRST, "done", is_open=False)
    forgotten(store)
    add(store, second(FIRST))
    with store.transaction() as transaction:
        counts = [transaction.asked(7, since) for since in (99.0, 100.0, 299.0, 300.0)]
        assert counts == [2, 1, 1, 0]
        assert transaction.asked(8, 0) == 0
        assert transaction.export(7)["asked"] == [100.0]
        transaction.tidy(DAY + 99.0)
        assert transaction.asked(7, 0) == 2
        transaction.tidy(DAY + 100.0)
        assert transaction.asked(7, 0) == 1
        assert transaction.export(7)["asked"] == []


def test_two_who_were_forgotten_are_not_the_same(store: Store) -> None:
    """A ticket without a customer stands in the way of no other."""
    for first in (FIRST, replace(second(FIRST), chat=8)):
        add(store, first)
        change(store, first, "done", is_open=False)
    forgotten(store, 7)
    forgotten(store, 8)
    for number in (FIRST.number, "MNPRTV"):
        ticket = kept(store, number)
        assert ticket is not None
        change(store, ticket, "claimed")
    with store.transaction() as transaction:
        assert len(transaction.tickets(9, only_open=True)) == 2


def test_tickets_that_ended_long_ago_are_found(store: Store) -> None:
    """By when they ended, not by a note that came later; once emptied they are found no more."""
    add(store, FIRST)
    add(store, replace(second(FIRST), chat=8))
    done = change(store, FIRST, "done", is_open=False)
    noted = replace(done, changed=900.0, version=done.version + 1)
    with store.transaction() as transaction:
        note = Entry(900.0, "Anna", "desk", "note", "done", "done", "words")
        transaction.change_ticket(noted, note, is_open=False)
        assert transaction.ended(200.0, 9) == []
        assert transaction.ended(201.0, 9) == [noted]
        assert transaction.ended(201.0, 0) == []
        transaction.empty_ticket(FIRST.number)
        assert transaction.ended(999.0, 9) == []
        assert transaction.ticket(FIRST.number) == replace(noted, **EMPTY)
        assert transaction.entries(FIRST.number)[-1].words == ""


def test_the_calls_about_a_ticket_are_found(store: Store) -> None:
    """Those for the desk, in order; not what waits for its customer, or is about another."""
    told: list[Json] = [
        {"do": "card", "ticket": "A"},
        {"do": "send", "ticket": "A", "content": {"text": "é"}},
    ]
    with store.transaction() as transaction:
        transaction.take(UPDATE)
        transaction.queue(UPDATE, -100, [*told, {"do": "card", "ticket": "B"}, {"do": "x"}])
        transaction.queue(UPDATE, 7, [{"do": "send", "ticket": "A"}])
        found = transaction.about("A")
        transaction.rewrite(found[0], {"do": "y"})
        transaction.settle(found[1])
    assert [outgoing.call for outgoing in found] == told
    with store.transaction() as transaction:
        assert transaction.about("A") == []
