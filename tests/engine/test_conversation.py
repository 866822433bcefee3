"""A conversation and its JSON."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.answers import Answers
from bot.engine.conversation import FORMAT, Conversation, Visit

answers = st.builds(
    Answers,
    program=st.none() | st.text(),
    protocol=st.none() | st.sampled_from(["imap", "pop"]),
    incoming_ssl=st.none() | st.booleans(),
    outgoing_ssl=st.none() | st.booleans(),
)
conversations = st.builds(
    Conversation,
    state=st.text(),
    language=st.text(),
    answers=answers,
    trail=st.lists(st.builds(Visit, st.text(), answers, st.integers(0)), max_size=12).map(tuple),
    since=st.floats(allow_nan=False),
    pressed=st.text(),
    page=st.integers(0),
    finding=st.text(),
    tried=st.lists(st.text()).map(tuple),
)


@given(conversations)
def test_a_conversation_survives_json(conversation: Conversation) -> None:
    """A conversation that is written to JSON and read again is the same."""
    text = json.dumps(conversation.to_json())
    assert Conversation.from_json(json.loads(text)) == conversation


@given(conversations)
def test_json_is_written_without_python_types(conversation: Conversation) -> None:
    """The JSON form holds plain JSON types alone, so that writing it changes nothing."""
    data = conversation.to_json()
    assert json.loads(json.dumps(data)) == data


def test_what_an_earlier_version_wrote_is_read() -> None:
    """A conversation from before there were pages and findings is on the first one, with none."""
    old = Conversation("setup.start", "en", trail=(Visit("help.start", Answers()),)).to_json()
    for name in ("page", "finding", "tried"):
        del old[name]
    old["trail"] = [visit[:2] for visit in old["trail"]]
    found = Conversation.from_json(old)
    assert (found.page, found.trail[0].page, found.finding, found.tried) == (0, 0, "", ())


@pytest.mark.parametrize("number", [None, 0, FORMAT + 1, str(FORMAT)])
def test_another_layout_is_not_guessed_at(number: object) -> None:
    """Data that another version wrote is refused, never half read."""
    data = Conversation("setup.start", "en").to_json() | {"format": number}
    with pytest.raises(ValueError, match=str(number)):
        Conversation.from_json(data)


def test_a_conversation_is_frozen() -> None:
    """A conversation can't be changed in place."""
    with pytest.raises(AttributeError):
        Conversation("setup.start", "en").state = "setup.ssl"  # type: ignore[misc]
