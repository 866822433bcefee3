"""Requests in the engine: one from one summary, and nothing but what was shown."""

from dataclasses import replace

import pytest

from bot.config import Operator
from bot.engine.actions import Ask, MoveTicket, OpenTicket
from bot.engine.conversation import Conversation
from bot.engine.events import Chose, Event, Started, Told, Typed
from bot.engine.known import Known, Request
from bot.engine.machine import Step, explain
from bot.engine.place import begin
from bot.helpdesk import load_helpdesk
from tests.engine.walks import reread

FLOW = load_helpdesk(Operator(tickets=True)).flow
MOVES = frozenset({"add", "withdraw"})
FIRST = Request("ACDEFH", "KEY1", "paid", "new", is_open=True, moves=MOVES)


def go(here: Conversation, event: Event, known: Known) -> Step:
    """Take an event in a minute later, with what the desk knows now."""
    return explain(FLOW, replace(reread(here), known=known), event, here.since + 60)


def data(step: Step, key: str) -> str:
    """What the button of a choice sends."""
    (action,) = step.actions
    return next(b.data for row in action.rows for b in row if f":{key}:" in b.data)


def summary(known: Known, kind: str = "paid") -> Step:
    """The summary of a request to which nothing was added."""
    step = go(begin(FLOW, "en", 0), Started("imap-ssl"), known)
    for key in (kind, "begin"):
        step = go(step.conversation, Chose(data(step, key)), known)
    while not step.conversation.state.endswith("summary"):
        key = next(k for k in ("here", "any", "nothing") if f":{k}:" in str(step.actions))
        step = go(step.conversation, Chose(data(step, key)), known)
    return step


FRESH = Known(number="ACDEFH", key="KEY1")
LATER = Known((FIRST,), today=1, number="HKMNPR", key="KEY2")


@pytest.mark.parametrize("kind", ["paid", "person"])
def test_a_summary_is_requested_once(kind: str) -> None:
    """The button makes one ticket; pressed again at any time it shows the same one."""
    shown = summary(FRESH, kind)
    press = Chose(data(shown, "request"))
    made = go(shown.conversation, press, FRESH)
    (effect,) = made.effects
    assert isinstance(effect, OpenTicket)
    assert (effect.number, effect.key, effect.kind) == ("ACDEFH", "KEY1", kind)
    assert effect.code == "imap-ssl"
    for here in (made.conversation, shown.conversation, begin(FLOW, "en", 0)):
        again = go(here, press, LATER)
        assert again.effects == ()
        assert again.conversation.state == "status.start"
        (card,) = again.actions
        assert isinstance(card, Ask)
        assert ("number", "ACDEFH") in card.values


def test_what_was_typed_is_what_is_requested() -> None:
    """Contact, time and note reach the ticket as they were typed."""
    known = FRESH
    step = go(begin(FLOW, "nl", 0), Started("imap-ssl"), known)
    for key in ("paid", "begin"):
        step = go(step.conversation, Chose(data(step, key)), known)
    for words in ("jan@example.com", "’s avonds", "*niet* [bellen](tel:1) {number}"):
        step = go(step.conversation, Typed(words), known)
    made = go(step.conversation, Chose(data(step, "request")), known)
    (effect,) = made.effects
    assert isinstance(effect, OpenTicket)
    assert (effect.contact, effect.time) == ("jan@example.com", "’s avonds")
    assert effect.note == "*niet* [bellen](tel:1) {number}"
    assert made.conversation.draft == {"about": "ACDEFH"}


def test_an_older_summary_requests_nothing() -> None:
    """Once the form has changed, the button under the older summary shows the newer one."""
    shown = summary(FRESH)
    old = Chose(data(shown, "request"))
    note = go(shown.conversation, Chose(data(shown, "note")), FRESH)
    changed = go(note.conversation, Typed("please hurry"), replace(FRESH, key="KEY9"))
    pressed = go(changed.conversation, old, replace(FRESH, key="KEY8"))
    assert pressed.effects == ()
    assert pressed.conversation.state == "paid.summary"
    assert ":KEY9" in data(pressed, "request")


def test_a_summary_that_was_cancelled_requests_nothing() -> None:
    """After starting again the old button leads to the beginning of the paid service."""
    shown = summary(FRESH)
    press = Chose(data(shown, "request"))
    restarted = go(shown.conversation, Chose(data(shown, "restart")), FRESH)
    again = go(restarted.conversation, press, FRESH)
    assert (again.effects, again.conversation.state) == ((), "paid.start")


@pytest.mark.parametrize("token", ["", ":", ":KEY0", ":KEY1:x", ":ACDEFH"])
def test_a_forged_button_requests_nothing(token: str) -> None:
    """Without the key of the summary that is shown, nothing is requested."""
    shown = summary(FRESH)
    forged = go(shown.conversation, Chose(f"1.paid.summary:request:imap-ssl{token}"), FRESH)
    assert forged.effects == ()


def test_words_request_nothing() -> None:
    """What commits somebody is pressed: typing the label does not."""
    shown = summary(FRESH)
    typed = go(shown.conversation, Typed("request it, I know it is charged"), FRESH)
    assert typed.effects == ()


def test_one_open_request_and_three_in_a_day() -> None:
    """A summary that was shown before the limits were reached requests nothing more."""
    shown = summary(FRESH)
    press = Chose(data(shown, "request"))
    other = replace(FIRST, key="KEY7")
    held = go(shown.conversation, press, Known((other,), today=1, number="HKMNPR", key="KEY2"))
    assert (held.effects, held.conversation.state) == ((), "status.start")
    closed = replace(other, is_open=False)
    enough = go(shown.conversation, press, Known((closed,), today=3, number="HKMNPR", key="KEY2"))
    assert (enough.effects, enough.conversation.state) == ((), "paid.start")


def test_a_button_is_about_the_request_that_it_stood_under() -> None:
    """“Yes, withdraw it” of an older request does not withdraw a newer one."""
    old = Known((FIRST,), today=1, number="HKMNPR", key="KEY2")
    status = go(begin(FLOW, "en", 0), Chose("1.paid.start:status:"), old)
    asked = go(status.conversation, Chose(data(status, "withdraw")), old)
    press = Chose(data(asked, "withdraw"))
    done = replace(FIRST, is_open=False, moves=frozenset())
    newer = replace(FIRST, number="HKMNPR", key="KEY2")
    late = go(asked.conversation, press, Known((newer, done)))
    assert late.effects == ()
    assert go(asked.conversation, press, old).effects == (MoveTicket("ACDEFH", "withdraw"),)


def test_an_offer_that_has_changed_is_not_accepted() -> None:
    """The button accepts the offer that was shown with it, and no other."""
    may = frozenset({"accept", "decline", "add"})
    offered = replace(FIRST, offer="20 euro", moves=may)
    told = go(
        begin(FLOW, "en", 0), Told("ACDEFH", "An offer.", "", "status.offer"), Known((offered,))
    )
    press = Chose(data(told, "accept"))
    dearer = Known((replace(offered, offer="30 euro"),))
    refused = go(told.conversation, press, dearer)
    assert (refused.effects, refused.conversation.state) == ((), "status.offer")
    assert "30 euro" in str(refused.actions)
    taken = go(told.conversation, press, Known((offered,)))
    assert taken.effects == (MoveTicket("ACDEFH", "accept"),)


def test_words_to_the_team_are_passed_on_as_they_are() -> None:
    """In a talk every word goes to the team, short ones too; a closed request takes none."""
    known = Known((FIRST,))
    talk = go(begin(FLOW, "en", 0), Told("ACDEFH", "Ask:", "Which?", "status.talk"), known)
    for words in ("no", "hello", "back", "imap with ssl", "/yes"):
        said = go(talk.conversation, Typed(words), known)
        assert said.effects == (MoveTicket("ACDEFH", "add", words),)
    closed = Known((replace(FIRST, is_open=False, moves=frozenset()),))
    late = go(talk.conversation, Typed("hello"), closed)
    assert (late.effects, late.conversation.state) == ((), "status.closed")


def test_what_an_agent_does_interrupts_nothing_unless_it_asks() -> None:
    """A customer in the middle of something stays there, and reads the message beside it."""
    here = begin(FLOW, "nl", 0)
    told = go(here, Told("ACDEFH", "Your request `{number}` is done."), Known((FIRST,)))
    assert told.conversation.state == here.state
    (message,) = told.actions
    assert isinstance(message, Ask)
    assert message.keeps
    asked = go(here, Told("ACDEFH", "Ask:", "Which?", "status.talk"), Known((FIRST,)))
    assert asked.conversation.state == "status.talk"
    back = go(asked.conversation, Chose(data(asked, "back")), Known((FIRST,)))
    assert back.conversation.state == here.state


def test_a_ticket_tells_what_was_tried() -> None:
    """What trouble led to before is in the request, in words for agents."""
    shown = summary(FRESH, "person")
    tried = ("trouble.relay", "trouble.found", "trouble.gone")
    here = replace(shown.conversation, tried=tried)
    (effect,) = go(here, Chose(data(shown, "request")), FRESH).effects
    assert isinstance(effect, OpenTicket)
    assert effect.tried == tuple(FLOW.states[name].tries for name in tried[:2])
    assert all(effect.tried)


def test_an_error_message_in_a_form_is_its_answer() -> None:
    """Where a state asks for words, a pasted error message is what it asked for."""
    here = begin(FLOW, "en", 0)
    step = go(here, Started("imap-ssl"), FRESH)
    for key in ("person", "begin"):
        step = go(step.conversation, Chose(data(step, key)), FRESH)
    noted = go(step.conversation, Typed("553 relaying denied, what now"), FRESH)
    assert not noted.conversation.state.startswith("trouble.")
    assert noted.conversation.draft["note"].startswith("553")
