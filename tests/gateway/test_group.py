"""What the group of the desk sends, as it is stored: nothing that a database would not take."""

from typing import Any

import pytest

from bot.gateway.inbound import read

GROUP = {"id": -1001, "type": "supergroup"}
PERSON = {"id": 11, "is_bot": False, "first_name": "Anna"}
HUGE = 2**63


def message(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """A message in the group."""
    return {"message_id": 3, "date": 1, "chat": GROUP, "from": PERSON, "text": "x", **more}


def payload(**update: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """What is stored of an update."""
    found = read({"update_id": 1, **update})
    assert found is not None
    return found.payload


@pytest.mark.parametrize("number", [HUGE, -HUGE, "3", 1.5, None])
def test_a_number_that_is_none_is_left_out(number: object) -> None:
    """Where a topic, an answered message or a person has a number beyond 63 bits, there is none."""
    topic = {"message_thread_id": number, "is_topic_message": True}
    assert payload(message=message(**topic))["topic"] is None
    assert payload(message=message(reply_to_message={"message_id": number}))["reply"] is None
    assert payload(message=message(**{"from": PERSON | {"id": number}}))["who"] is None


@pytest.mark.parametrize("number", [HUGE, -HUGE, "3", None])
def test_without_its_own_number_an_update_is_nothing(number: object) -> None:
    """A message, a press or a group that moves to a number that there can't be is left out."""
    query = {"id": "q", "from": PERSON, "data": "x", "message": message(message_id=number)}
    assert payload(message=message(message_id=number)) == {}
    assert payload(callback_query=query) == {}
    assert payload(message=message(migrate_to_chat_id=number or HUGE)) == {}


def test_half_characters_and_nul_are_taken_out_of_a_press() -> None:
    """Whoever makes button data up gets nothing into a statement that a database would refuse."""
    query = {"id": "q", "from": PERSON, "data": "desk:A\0\ud800:claim", "message": message()}
    assert payload(callback_query=query)["data"] == "desk:A?:claim"
