"""Trouble: what is heard, where it leads, and what a ticket will tell of it."""

import pytest

from bot.engine.errors import meaning
from bot.engine.events import Chose, Started, Typed
from bot.engine.flow import Flow
from bot.engine.place import begin
from tests.engine.walks import go

MESSAGES = {
    "553 sorry, that domain isn't allowed to be relayed thru this MTA (#5.7.1)": "error_relay",
    "Open SMTP: POP before SMTP is not supported": "error_relay",
    "503 bad sequence of commands": "error_relay",
    "503 AUTH first (#5.5.1)": "error_relay",
    "553 sorry, your envelope sender has been denied": "error_address",
    "550 5.1.1 recipient rejected: user unknown": "error_address",
    "535 5.7.8 incorrect": "error_password",
    "Authentication failed": "error_password",
    "421 4.3.2 service not available": "error_later",
    "450 4.2.0 greylisted": "error_later",
    "451 4.7.1 try again later": "error_later",
    "554 5.7.1 refused": "error_reputation",
    "550 5.7.26 unauthenticated mail": "error_reputation",
    "The server's certificate is not valid": "error_certificate",
}
NOT_ERRORS = ["imap met ssl", "ik heb 450 mails", "port 25", "553", "it does not work", "hello", ""]


@pytest.mark.parametrize("message", MESSAGES)
def test_the_whole_message_decides(flow: Flow, message: str) -> None:
    """A message means what all of it says, not its number alone, asked for or not."""
    for asked in (True, False):
        assert meaning(flow.errors, message, asked=asked) == MESSAGES[message]
        assert meaning(flow.errors, message.upper(), asked=asked) == MESSAGES[message]


@pytest.mark.parametrize("text", NOT_ERRORS)
def test_other_words_are_no_message(flow: Flow, text: str) -> None:
    """A number in a sentence is not an error, unless an error was asked for."""
    assert not meaning(flow.errors, text, asked=False)


@pytest.mark.parametrize(("number", "means"), [("535", "error_password"), ("421", "error_later")])
def test_a_number_alone_is_one_when_it_was_asked_for(flow: Flow, number: str, means: str) -> None:
    """Whoever is asked for the message may answer with its number."""
    assert meaning(flow.errors, number, asked=True) == means


def test_a_ticket_can_tell_what_was_tried(flow: Flow) -> None:
    """What was tried is kept in order, each once, with words for it in the flow."""
    here, _ = go(
        flow,
        begin(flow, "en", 0),
        *(Started("imap-ssl"), Chose("1.setup.answer:broken:imap-ssl")),
        *(Typed("535 authentication failed"), Typed("503 bad sequence"), Typed("535 no")),
        *(Chose("1.trouble.password:compare:imap-ssl"), Typed("user name: jan")),
    )
    assert here.tried == ("trouble.password", "trouble.relay", "trouble.found")
    assert all(flow.states[name].tries for name in here.tried)
    after, _ = go(flow, here, Typed("talk to a person"))
    assert (after.state, after.tried) == ("person.start", here.tried)
    assert go(flow, after, Typed("start again"))[0].tried == ()


def test_a_finding_is_a_name_and_nothing_that_was_typed(flow: Flow) -> None:
    """Neither an address nor a name that was typed is in the conversation."""
    here, _ = go(
        flow,
        begin(flow, "en", 0),
        *(Started("imap-ssl"), Chose("1.trouble.start:compare:imap-ssl")),
        Typed("email: jan@example.com, user name: piet"),
    )
    assert here.finding == "user_name"
    kept = str(here.to_json())
    assert not any(word in kept for word in ("jan", "piet", "example.com"))


def test_what_fits_best_is_taken_when_nothing_was_said(flow: Flow) -> None:
    """Without an answer yet, the doctor's combination becomes the customer's."""
    slots = {s.name: s.value for s in next(iter(flow.programs["windows8"].forms.values()))}
    host, port = slots["incoming_server"], slots["incoming_port"]
    told = f"imap {host} {port}, smtp {host} 25"
    here, _ = go(flow, begin(flow, "en", 0), Chose("1.trouble.start:compare:"), Typed(told))
    assert (here.finding, here.answers.code()) == ("outgoing_port", "imap-ssl")


def test_every_state_of_trouble_leads_on(flow: Flow) -> None:
    """Each advice ends in solved or another symptom; a person is near as everywhere."""
    for name, state in flow.states.items():
        if name.startswith("trouble.") and state.tries:
            assert state.choice("works")
            assert state.choice("still") or state.choice("compare")
