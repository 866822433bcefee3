"""Who may do what in the desk: each action, for each kind of stranger."""

from typing import Any

import pytest

from bot.desk.agent import STRANGER
from tests.desk.office import ANNA, BOB, CUSTOMER, DESK, KEES, LIFE, OTHER, Office

MOVES = sorted(name for name, move in LIFE.moves.items() if move.by != ("customer",))
COMMANDS = [f"/{name} some words" for name in MOVES]
OTHERS = ["/phrases hello", "/phrase hello", "/paste imap ssl", "/card", "/help"]
CHANNEL = {"id": -1009, "type": "channel", "title": "x"}
ANONYMOUS = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}
STRANGERS: dict[str, dict[str, Any]] = {
    "a member who is no agent": {"who": KEES},
    "an anonymous administrator": {"from": ANONYMOUS, "sender_chat": {"id": DESK}},
    "an agent who writes as the group": {"sender_chat": {"id": DESK}},
    "a channel": {"from": {"id": 136817688, "is_bot": True}, "sender_chat": CHANNEL},
    "a post of the linked channel": {"sender_chat": CHANNEL, "is_automatic_forward": True},
    "a linked post without its sender": {"is_automatic_forward": True},
    "an agent who passes on what another wrote": {"forward_origin": {"type": "user", "date": 1}},
    "an old client that passes something on": {"forward_date": 1},
    "an agent by means of a bot": {"via_bot": {"id": 99, "is_bot": True}},
    "a bot": {"from": {"id": ANNA, "is_bot": True}},
    "nobody": {"from": None},
    "an agent in another group": {"chat": OTHER},
}


def offices() -> list[Office]:
    """A ticket in each state that an agent may act in; Anna has it, where somebody has."""
    made = [Office(state=state, owner="Anna", offer="1 euro") for state in LIFE.stages]
    return [*made, Office()]


@pytest.mark.parametrize("what", [*COMMANDS, *OTHERS, "hello"])
@pytest.mark.parametrize("stranger", STRANGERS)
def test_the_words_of_a_stranger_go_nowhere(what: str, stranger: str) -> None:
    """Nothing changes, nobody hears of it, and nothing of it is kept."""
    for office in offices():
        before = office.ticket
        office.say(what, **STRANGERS[stranger])
        heard = [office.calls(chat) for chat in (CUSTOMER, DESK, OTHER, KEES, ANNA)]
        assert (office.ticket, office.log, heard) == (before, [], [[]] * 5)


@pytest.mark.parametrize("what", [*MOVES, "phrases", "phrase:hello", "help", "card"])
def test_a_strangers_press_is_told_so(what: str) -> None:
    """A member who is no agent gets a pop-up, and nothing happens."""
    for office in offices():
        before = office.ticket
        office.press(KEES, what)
        assert (office.ticket, office.pop_ups()) == (before, [STRANGER.format(who=KEES)])
        assert office.calls(CUSTOMER) == []


@pytest.mark.parametrize("what", MOVES)
@pytest.mark.parametrize(("chat", "kind"), [(OTHER, "supergroup"), (ANNA, "private")])
def test_the_desks_buttons_work_in_the_desk_alone(what: str, chat: int, kind: str) -> None:
    """A card that was passed on, or a forged press elsewhere, does nothing."""
    for office in offices():
        before = office.ticket
        office.press(ANNA, what, chat, kind)
        assert (office.ticket, office.log) == (before, [])


@pytest.mark.parametrize("what", [move for move in MOVES if "agent" not in LIFE.moves[move].by])
def test_what_is_the_owners_no_other_agent_does(what: str) -> None:
    """The agent who has not claimed the ticket is told to."""
    for office in offices()[:-1]:
        before = office.ticket
        office.say(f"/{what} words", BOB)
        assert (office.ticket, office.log) == (before, [])


def test_words_of_an_agent_who_is_not_the_owner_are_talk() -> None:
    """They do not reach the customer."""
    office = Office(state="claimed", owner="Anna")
    office.say("shall I take it?", BOB)
    assert (office.log, office.calls(CUSTOMER), office.calls(DESK)) == ([], [], [])


def test_words_of_the_owner_reach_the_customer() -> None:
    """In the ticket's topic, without a command."""
    office = Office(state="claimed", owner="Anna")
    office.say("Hello")
    assert office.log == [("Anna", "answer", "Hello")]
    assert office.calls(CUSTOMER)[0]["content"]["text"].split("\n\n")[1] == "Hello"


def test_words_outside_of_topics_are_talk() -> None:
    """What the owner writes elsewhere in the group goes nowhere."""
    office = Office(state="claimed", owner="Anna")
    office.say("lunch?", is_topic_message=False)
    assert (office.log, office.calls(CUSTOMER)) == ([], [])


def test_an_edit_is_no_new_answer() -> None:
    """Words that are changed later are not sent once more."""
    office = Office(state="claimed", owner="Anna")
    message = {"message_id": 9, "chat": {"id": DESK, "type": "supergroup"}, "text": "Hello"}
    office.take({"edited_message": message | {"from": {"id": ANNA}}})
    assert office.log == []


def test_a_name_is_no_proof() -> None:
    """Only the number counts: a stranger who is called like an agent is none."""
    office = Office()
    named = {"from": {"id": KEES, "is_bot": False, "first_name": "Anna", "username": "anna"}}
    office.say("/claim", KEES, DESK, **named)
    assert office.log == []
