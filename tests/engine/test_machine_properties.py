"""What holds for every event in every state."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.engine.callback import encode
from bot.engine.conversation import Conversation
from bot.engine.events import Chose, Commanded, Event, Started, Typed
from bot.engine.flow import Flow
from bot.engine.machine import explain, step
from bot.engine.place import begin
from bot.helpdesk import load_helpdesk
from tests.known_values import INCOMING, OUTGOING

FLOW: Flow = load_helpdesk().flow
STATES = st.sampled_from([*FLOW.states, "gone.state", ""])
KEYS = st.sampled_from(
    sorted({c.key for s in FLOW.states.values() for c in s.choices()} | {"x", ""})
)
CODES = st.sampled_from(["", "imap", "pop-ssl", "imap-ssl-plain", "any-plain", "any-any-ssl", "zz"])
WORDS = st.sampled_from(
    [
        *("imap", "pop3", "ssl", "zonder", "without", "not", "of", "or", "ja", "nee", "terug"),
        *("incoming", "outgoing", "but", "met", "niet", "help", "medewerker", "English", ",", "?"),
        *map(str, (*INCOMING.values(), *OUTGOING.values())),
    ]
)

presses = st.builds(encode, STATES, KEYS, CODES).map(Chose) | st.text().map(Chose)
typed = (st.text() | st.lists(WORDS).map(" ".join)).map(Typed)
commands = st.sampled_from(["help", "cancel", "language", "start", "nothing"]).map(Commanded)
starts = (CODES | st.text()).map(Started)
events: st.SearchStrategy[Event] = presses | typed | commands | starts
languages = st.sampled_from(FLOW.languages)


def read_again(conversation: Conversation) -> Conversation:
    """The conversation, written to JSON and read again."""
    return Conversation.from_json(json.loads(json.dumps(conversation.to_json())))


@given(languages, st.lists(st.tuples(events, st.floats(0, 600)), max_size=12))
@settings(max_examples=400, deadline=None)
def test_any_events_in_any_order(language: str, happened: list[tuple[Event, float]]) -> None:
    """No order of events raises, leaves the known states, or survives JSON changed."""
    conversation, now = begin(FLOW, language, 0), 0.0
    for event, later in happened:
        now += later
        conversation, _ = step(FLOW, conversation, event, now)
        assert conversation.state in FLOW.states
        assert conversation.language in FLOW.languages
        assert read_again(conversation) == conversation


@given(languages, st.lists(events, max_size=6), events)
@settings(max_examples=400, deadline=None)
def test_an_illegal_event_changes_nothing(language: str, before: list[Event], event: Event) -> None:
    """An event for which no choice is taken leaves the conversation as it was."""
    conversation = begin(FLOW, language, 0)
    for number, earlier in enumerate(before):
        conversation, _ = step(FLOW, conversation, earlier, number * 60.0)
    result = explain(FLOW, conversation, event, 10_000.0)
    if result.taken is None:
        assert result.conversation == conversation


@given(languages, st.lists(events, max_size=6), events)
@settings(max_examples=200, deadline=None)
def test_a_step_is_a_function(language: str, before: list[Event], event: Event) -> None:
    """The same event in the same conversation always does the same."""
    conversation = begin(FLOW, language, 0)
    for earlier in before:
        conversation, _ = step(FLOW, conversation, earlier, 5.0)
    assert step(FLOW, conversation, event, 99.0) == step(FLOW, conversation, event, 99.0)


@given(languages, events)
@settings(max_examples=300, deadline=None)
def test_something_is_always_shown(language: str, event: Event) -> None:
    """Whatever happens, the customer sees something."""
    _, actions = step(FLOW, begin(FLOW, language, 0), event, 60.0)
    assert actions
