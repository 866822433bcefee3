"""A customer who asks to be forgotten: at once what can go, and the rest when their ticket ends."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.desk.command import Commands
from bot.desk.forget import Expiry, unsaid
from bot.desk.report import news
from bot.desk.room import card_call
from bot.engine.ticket import Entry, Ticket
from bot.gateway.places import Places
from bot.render.rich import Rich
from bot.retention import DAY
from bot.store.memory import MemoryStore
from bot.store.sqlite import SqliteStore
from tests.desk.office import ANNA, CUSTOMER, DESK, LIFE, NUMBER, Json, Office, person

CANARY = "quokka-wallaby"
SAID = {"contact": f"{CANARY}@example.com", "note": f"{CANARY} note", "offer": f"{CANARY} offer"}


@pytest.fixture(params=["memory", "sqlite"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """A desk with a ticket that Anna has, full of what its customer said."""
    file = tmp_path / "a.sqlite3"
    store = MemoryStore() if request.param == "memory" else SqliteStore(file, bot=1)
    yield Office(store, state="claimed", owner="Anna", **SAID)
    store.close()


def customer(office: Office, text: str) -> None:
    """The customer types something."""
    who = person(CUSTOMER) | {"language_code": "nl"}
    chat = {"id": CUSTOMER, "type": "private"}
    message = {"message_id": next(office.ids), "chat": chat, "from": who, "text": text}
    office.take({"message": message})


def forget(office: Office) -> None:
    """The customer asks to be forgotten."""
    customer(office, "/forget")
    customer(office, "ja")


def left(office: Office) -> str:
    """All that the store still holds of the customer's words, or waits for the desk."""
    with office.store.transaction() as transaction:
        parts = [
            transaction.export(CUSTOMER),
            transaction.entries(NUMBER),
            str(transaction.ticket(NUMBER)),
            [outgoing.call for outgoing in transaction.about(NUMBER)],
        ]
    return json.dumps(parts)


def by_desk(move: str) -> Callable[[Office], None]:
    """A way for an agent to end it: in the group."""
    return lambda office: office.say(f"/{move} {CANARY}")


def by_command(move: str) -> Callable[[Office], None]:
    """Another one: with a command, on the machine."""

    def run(office: Office) -> None:
        commands = Commands(office.turns.helpdesk, 1000.0, office.turns.room)
        with office.store.transaction() as transaction:
            commands.move(transaction, NUMBER, move, "Anna", CANARY)

    return run


def withdraw(office: Office) -> None:
    """The customer's own way, while nobody has it."""
    office.press(ANNA, "release")
    data = f"1.status.withdraw:withdraw::{NUMBER}"
    query = {"id": "q", "from": person(CUSTOMER), "data": data}
    message = {"message_id": 3, "chat": {"id": CUSTOMER, "type": "private"}, "date": 1}
    office.take({"callback_query": query | {"message": message}})


ENDS = {
    "withdrawn": withdraw,
    **{f"{move} in the desk": by_desk(move) for move in ("done", "cancel")},
    **{f"{move} by command": by_command(move) for move in ("done", "cancel")},
}


def test_all_but_the_open_ticket_goes_at_once(office: Office) -> None:
    """The conversation is gone; the ticket stays for those who work on it, and they see why."""
    customer(office, "pop")
    forget(office)
    with office.store.transaction() as transaction:
        assert transaction.chat(CUSTOMER) is None
        assert transaction.export(CUSTOMER)["updates"] == []
        (call,) = transaction.about(NUMBER)
        assert call.call == card_call(NUMBER)
        shown = Places(LIFE, office.turns.room).placed(transaction, call.call)
    assert office.ticket.forget_when_closed
    assert "They want to be forgotten" in shown["content"]["text"]
    assert CANARY in shown["content"]["text"]


def test_every_end_is_tried() -> None:
    """The ways to end a ticket below are those that the flow has."""
    ends = {name for name, stage in LIFE.stages.items() if stage.ends}
    moves = {m for s in LIFE.stages.values() for m, to in s.moves.items() if to in ends - {s.name}}
    assert moves - {"note"} == {"withdraw", "done", "cancel"}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_with_its_end_the_ticket_is_forgotten_too(
    office: Office, end: Callable[[Office], None]
) -> None:
    """However it ends, nothing is left of what was said; the customer hears of it all the same."""
    forget(office)
    office.say("hoort u mij?")  # goes to the customer, and begins a conversation anew
    customer(office, f"ja: {CANARY}")
    before = len(office.calls(CUSTOMER))
    end(office)
    assert office.ticket.chat is None
    heard = office.calls(CUSTOMER)[before:]
    assert heard
    assert "content" in heard[-1]
    with office.store.transaction() as transaction:
        export = transaction.export(CUSTOMER)
        assert transaction.asked(CUSTOMER, -1) == 1
    assert (export["conversation"], export["updates"], export["tickets"]) == (None, [], [])
    told = [c for c in office.calls(DESK) if CANARY in json.dumps(c)]
    assert told == []
    assert CANARY not in json.dumps([list(line) for line in office.log])


def test_what_the_agent_wrote_last_still_reaches_the_customer(office: Office) -> None:
    """An answer that waits is not lost when the ticket ends right behind it."""
    forget(office)
    office.say("/answer zet het vinkje aan")
    office.press(ANNA, "done")
    texts = [call["content"]["text"] for call in office.calls(CUSTOMER) if "content" in call]
    assert any("zet het vinkje aan" in text for text in texts)


def test_a_ticket_of_one_who_was_not_forgotten_stays(office: Office) -> None:
    """Without the wish a ticket that ends is kept, and can be reopened."""
    office.press(ANNA, "done")
    assert office.ticket.contact == SAID["contact"]
    office.press(ANNA, "reopen")
    assert office.ticket.state == "claimed"


def test_a_forgotten_ticket_is_not_reopened(office: Office) -> None:
    """The agent is told why, the card has no buttons, and nothing changes."""
    forget(office)
    office.press(ANNA, "done")
    office.press(ANNA, "reopen")
    assert office.ticket.state == "done"
    assert office.pop_ups()[-1] == f"{NUMBER} stays as it is: what was said in it is deleted."
    with office.store.transaction() as transaction:
        shown = Places(LIFE, office.turns.room).placed(transaction, card_call(NUMBER))
    assert "reply_markup" not in shown["content"]


def test_what_waits_for_the_desk_of_a_closed_ticket_goes(office: Office) -> None:
    """Words, pictures and a card that wait are gone or emptied, and the card is made anew."""
    words = news(NUMBER, Rich(CANARY)) | {"said": True}
    with office.store.transaction() as transaction:
        for call in (words, {"do": "card", "ticket": NUMBER, "then": words}):
            transaction.queue(None, DESK, [call])
    office.press(ANNA, "done")
    forget(office)
    assert CANARY not in left(office)
    assert office.calls(DESK)[-1] == card_call(NUMBER) | {"quiet": True}


def test_words_on_their_way_are_not_sent_after_it(office: Office) -> None:
    """What a sender holds already is looked at once more before it is made."""
    office.press(ANNA, "done")
    words = news(NUMBER, Rich(CANARY)) | {"said": True}
    places = Places(LIFE, office.turns.room)
    with office.store.transaction() as transaction:
        assert places.placed(transaction, words)["do"] == "send"
    forget(office)
    with office.store.transaction() as transaction:
        assert places.placed(transaction, words) == {"do": "nothing"}


def test_a_card_that_may_have_been_sent_stays_a_call_for_it() -> None:
    """It is found after a crash by what it is changed to, which says nothing of the customer."""
    ticket = Ticket(NUMBER, "K", "paid", "done", None, "nl", topic=5)
    content = {"text": CANARY}
    call: Json = {"do": "send", "part": "card", "ticket": NUMBER, "content": content, "at": {}}
    kept = unsaid(LIFE, ticket, call | {"then": {"do": "shut", "ticket": NUMBER}})
    assert kept is not None
    assert (kept["do"], kept["part"], kept["then"]["do"]) == ("send", "card", "shut")
    assert CANARY not in json.dumps(kept)
    assert unsaid(LIFE, ticket, {"do": "shut", "ticket": NUMBER}) is not None


def test_forgetting_gives_no_three_more_requests() -> None:
    """Who has made three in a day is not let make a fourth by being forgotten in between."""
    office = Office(state="claimed", owner="Anna", opened=999.0)
    office.press(ANNA, "done")
    with office.store.transaction() as transaction:
        for number in ("MNPRTV", "TVWXY3"):
            ticket = Ticket(number, number, "paid", "new", CUSTOMER, "nl", opened=999.0)
            opened = Entry(999.0, "customer", "chat", "open", "", "new")
            assert transaction.add_ticket(ticket, opened)
            gone, entry = replace(ticket, state="withdrawn", version=1), opened
            transaction.change_ticket(gone, entry, is_open=False)
    forget(office)
    with office.store.transaction() as transaction:
        assert transaction.tickets_of(CUSTOMER, 9) == []
    customer(office, "laat het instellen")
    assert "al drie aanvragen" in office.calls(CUSTOMER)[-1]["content"]["text"]


@pytest.mark.parametrize("way", ["wished", "expired"])
def test_no_byte_is_left_in_the_file(tmp_path: Path, way: str) -> None:
    """Of a ticket that was forgotten, nothing that was said stands in file, log or free pages."""
    path = tmp_path / "state" / "a.sqlite3"
    store = SqliteStore(path, bot=1)
    office = Office(store, state="claimed", owner="Anna", **SAID)
    office.say("Which one?")
    customer(office, f"{CANARY} " * 40)
    office.say(f"/note {CANARY}")
    with store.transaction() as transaction:
        transaction.drop(DESK)  # as if it was sent
        transaction.drop(CUSTOMER)
    if way == "wished":
        forget(office)
        office.press(ANNA, "done")
    else:
        office.press(ANNA, "done")
        with store.transaction() as transaction:
            Expiry(LIFE, office.turns.room, 1).expire(transaction, 1000.0 + 2 * DAY)
            transaction.forget(CUSTOMER)  # updates have a time of their own
    with store.transaction() as transaction:
        transaction.tidy(0)
    held = b"".join(found.read_bytes() for found in path.parent.iterdir())
    assert CANARY.encode() not in held
    store.close()
