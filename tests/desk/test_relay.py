"""What agents write among themselves stays with them; what is for the customer arrives whole."""

from pathlib import Path
from typing import Any

import pytest

from bot.desk.agent import ALBUM, GONE, MISTYPED
from bot.desk.command import LEAKED, LONG, Commands
from bot.desk.spoken import Spoken
from bot.errors import MoveRefused
from bot.store.sqlite import SqliteStore
from tests.desk.office import ANNA, BOB, CUSTOMER, DESK, HELPDESK, NUMBER, Office, person

FREE: dict[str, Any] = {"is_topic_message": False, "message_thread_id": None}
BOT = {"id": 1, "is_bot": True}


def said(office: Office, chat: int = DESK) -> list[str]:
    """The texts that wait for a chat."""
    return [call["content"]["text"] for call in office.calls(chat) if "content" in call]


def below(message: int, author: dict[str, Any]) -> dict[str, Any]:
    """What makes words an answer to a message, in a group without topics."""
    return FREE | {"reply_to_message": {"message_id": message, "from": author}}


def customer(office: Office, text: str, kind: str = "message", **more: Any) -> None:  # noqa: ANN401
    """The customer writes something, or changes it."""
    chat = {"id": CUSTOMER, "type": "private"}
    message = {"message_id": 3, "chat": chat, "from": person(CUSTOMER), "text": text}
    office.take({kind: message | more})


def test_what_a_customer_changes_comes_as_a_change() -> None:
    """Agents see that words are not new: of a text, and of what stands under a picture."""
    office = Office(state="claimed", owner="Anna")
    office.say("Which one?")
    customer(office, "the left one")
    customer(office, "the right one", "edited_message")
    customer(office, "", "edited_message", photo=[{}], caption="this one")
    assert office.log[1:] == [
        ("customer", "add", "the left one"),
        ("customer", "add", "✎ edited: the right one"),
        ("customer", "add", "✎ edited: 📎 this one"),
    ]
    assert "The customer writes:\n✎ edited: the right one" in said(office)


def test_a_change_outside_of_a_talk_is_a_correction() -> None:
    """Where nothing is passed on, an edited message means what it says."""
    office = Office(state="claimed", owner="Anna")
    customer(office, "imap met ssl", "edited_message")
    assert "IMAP" in said(office, CUSTOMER)[-1]
    office.say("Which one?")
    customer(office, "/status", "edited_message")
    assert office.log == [("Anna", "answer", "Which one?")]


def test_what_nobody_would_see_is_shown_to_agents() -> None:
    """A character that turns text around reaches the desk written out, and not the customer."""
    office = Office(state="claimed", owner="Anna")
    office.say("Which one?")
    customer(office, "open \u202efdp.exe\u200b\tnow")
    assert office.log[-1] == ("customer", "add", "open \u202efdp.exe\u200b now")
    assert said(office)[-1] == "The customer writes:\nopen ⟨U+202E⟩fdp.exe⟨U+200B⟩ now"


@pytest.mark.parametrize("words", ["/note: a pain", "/ note a pain", "\uff0fnote x", "/note@b: x"])
def test_a_mistyped_command_is_not_passed_on(words: str) -> None:
    """A note with a slip in its name stays in the desk, and the agent is told."""
    office = Office(state="claimed", owner="Anna")
    office.say(words)
    assert (office.log, office.calls(CUSTOMER), said(office)) == ([], [], [MISTYPED])


def test_the_pictures_of_an_album_are_no_answer() -> None:
    """The command stands under the first one alone, so that the others may be internal too."""
    office = Office(state="claimed", owner="Anna")
    picture: dict[str, Any] = {"photo": [{}], "media_group_id": "1"}
    office.say("/note for us", **picture)
    office.say("", **picture)
    assert (office.log, office.calls(CUSTOMER)) == ([("Anna", "note", "for us")], [])
    assert said(office)[-1] == ALBUM


def test_an_answer_to_another_agent_is_talk() -> None:
    """Without topics, the owner's words go to the customer below a message of the bot's alone."""
    office = Office(state="claimed", owner="Anna")
    office.say("what a customer", BOB, **below(6, BOT))
    with office.store.transaction() as transaction:
        (talk,) = (n for n in range(100, 109) if transaction.tied(DESK, n))
    office.say("awful", ANNA, **below(talk, {"id": BOB, "is_bot": False}))
    assert (office.log, office.calls(CUSTOMER)) == ([], [])
    office.say("Hello", ANNA, **below(6, BOT))
    assert office.log == [("Anna", "answer", "Hello")]
    office.say("/note a friend of mine", **below(talk, {"id": BOB, "is_bot": False}))
    assert office.log[1:] == [("Anna", "note", "a friend of mine")]


def test_words_that_repeat_the_offer_arrive() -> None:
    """Only the offer itself is shown in another way."""
    office = Office(state="claimed", owner="Anna", offer="12 euro")
    office.say("12 euro")
    assert said(office, CUSTOMER)[0].split("\n\n")[1] == "12 euro"


def test_a_number_that_no_ticket_has_is_told_so(tmp_path: Path) -> None:
    """A slip in a number is answered; a database holds no message of a ticket that is none."""
    office = Office(SqliteStore(tmp_path / "desk.db", 1))
    office.say("/claim FFFFFF", **FREE)
    assert said(office) == [GONE]
    office.store.close()


def test_a_ticket_that_is_closed_moves_with_the_group() -> None:
    """Its card has a number of the old group: opened again, it would change another message."""
    office = Office(state="claimed", owner="Anna")
    office.say("/done")
    group = {"chat": {"id": DESK, "type": "group"}, "message_id": 9}
    office.take({"message": group | {"migrate_to_chat_id": DESK * 10}})
    assert (office.ticket.number, office.ticket.topic, office.ticket.card) == (NUMBER, None, None)


@pytest.mark.parametrize("to", ["abc", {}, []])
def test_a_move_to_no_number_is_none(to: object) -> None:
    """An update of a group that can't be read is of no chat, as any other is."""
    office = Office()
    office.take({"message": {"chat": {"id": DESK, "type": "group"}, "migrate_to_chat_id": to}})
    with office.store.transaction() as transaction:
        assert transaction.chat(DESK) is None


@pytest.mark.parametrize("command", ["/answer imap-ssl", "/phrase hello"])
def test_the_customer_reads_the_language_they_chose_last(command: str) -> None:
    """Settings and ready answers are in that of their conversation, not in that of the ticket."""
    office = Office(state="claimed", owner="Anna", language="nl")
    other = Office(state="claimed", owner="Anna", language="fr")
    for each in (office, other):
        here = HELPDESK.begin(["fr"], 0)
        with each.store.transaction() as transaction:
            transaction.save(CUSTOMER, here.to_json())
        each.say(command)
    assert said(office, CUSTOMER) == said(other, CUSTOMER)
    assert office.log == other.log


@pytest.mark.parametrize(("words", "why"), [("password: Hond1234", LEAKED), ("x" * 2001, LONG)])
def test_a_command_keeps_no_password_and_nothing_too_long(words: str, why: str) -> None:
    """What the desk refuses is refused to those without Telegram as well."""
    office = Office(state="claimed", owner="Anna")
    with office.store.transaction() as transaction:
        commands = Commands(HELPDESK, 1001.0)
        with pytest.raises(MoveRefused, match=why):
            commands.move(transaction, NUMBER, "answer", "Anna", words)
    assert (office.log, office.calls(CUSTOMER)) == ([], [])


@pytest.mark.parametrize("said", ["imap ssl is wrong, wait please", "Take imap. With ssl it works"])
def test_a_sentence_is_no_settings(said: str) -> None:
    """An agent's sentence that names a protocol is passed on as it is, not answered by settings."""
    assert Spoken(HELPDESK, "en").settings(said) == ""
    assert Spoken(HELPDESK, "en").settings("imap ssl") != ""
