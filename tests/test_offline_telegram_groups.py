"""Groups of the offline Telegram: people, topics, rights, removal and migration."""

from dataclasses import dataclass
from typing import Any

import pytest

from tests.telegram import Customer, Group, Telegram
from tests.telegram.asking import Asking

KEYS = {"inline_keyboard": [[{"text": "Take it", "callback_data": "take"}]]}


@dataclass
class Office:
    """A bot, two people, and a group with topics in which the bot is an administrator."""

    bot: Asking
    anna: Customer
    piet: Customer
    group: Group

    def topic(self, name: str = "Anna") -> int:
        """A new topic."""
        made = self.bot.ask("createForumTopic", chat_id=self.group.id, name=name)
        return int(made["message_thread_id"])

    def ask(self, method: str, **params: Any) -> Any:  # noqa: ANN401 - JSON
        """A call on the group."""
        return self.bot.ask(method, chat_id=self.group.id, **params)

    def refusal(self, method: str, **params: Any) -> str:  # noqa: ANN401 - JSON
        """Telegram's words about a call on the group."""
        return self.bot.refusal(method, chat_id=self.group.id, **params)

    def news(self) -> list[dict[str, Any]]:
        """The updates that the bot has not fetched."""
        return self.bot.telegram.pending


@pytest.fixture
def office() -> Office:
    """A group of a helpdesk."""
    telegram = Telegram()
    anna, piet = telegram.customer("Anna"), telegram.customer("Piet")
    group = telegram.group("Helpdesk", anna, piet, forum=True)
    group.role = "administrator"
    return Office(Asking(telegram), anna, piet, group)


def test_the_bot_writes_into_a_topic(office: Office) -> None:
    """A message stands in the topic that the call names."""
    topic = office.topic()
    sent = office.ask("sendMessage", text="hello", message_thread_id=topic)
    assert (sent["message_thread_id"], office.group.seen[0].topic) == (topic, topic)


def test_a_message_says_who_wrote_it_and_where(office: Office) -> None:
    """The bot gets the person, the group and the topic."""
    topic = office.topic()
    office.group.send(office.piet, "hello", topic)
    message = office.news()[-1]["message"]
    seen = message["from"]["first_name"], message["chat"]["title"], message["message_thread_id"]
    assert seen == ("Piet", "Helpdesk", topic)


def test_a_press_says_who_pressed(office: Office) -> None:
    """Several people can press the same button."""
    office.ask("sendMessage", text="a case", reply_markup=KEYS)
    office.group.press(office.anna, "Take it")
    office.group.press(office.piet, "Take it")
    names = [update["callback_query"]["from"]["first_name"] for update in office.news()]
    assert names == ["Anna", "Piet"]


def test_an_answered_press_is_a_deed_in_the_group(office: Office) -> None:
    """What the bot answers is noted where the button stands."""
    office.ask("sendMessage", text="a case", reply_markup=KEYS)
    office.group.press(office.anna, "Take it")
    query = office.news()[-1]["callback_query"]["id"]
    office.bot.ask("answerCallbackQuery", callback_query_id=query, text="taken")
    assert [deed.what for deed in office.group.deeds] == ["sends", "pops up"]


def test_groups_are_not_private_history(office: Office) -> None:
    """What the bot does in a group is not what a customer sees."""
    office.ask("sendMessage", text="a case")
    assert office.bot.telegram.history == []


def test_a_supergroup_numbers_its_own_messages(office: Office) -> None:
    """The same number stands for different messages in different chats."""
    numbers = [
        office.bot.ask("sendMessage", chat_id=chat, text="x")["message_id"]
        for chat in (office.anna.id, office.group.id)
    ]
    assert numbers == [1, 1]


def test_a_topic_is_renamed(office: Office) -> None:
    """A topic has the name that it was given last."""
    topic = office.topic()
    office.ask("editForumTopic", message_thread_id=topic, name="Solved")
    assert office.group.topics[topic].name == "Solved"


def test_the_same_name_is_no_change(office: Office) -> None:
    """A topic is not renamed to what it is called."""
    topic = office.topic("Anna")
    refused = office.refusal("editForumTopic", message_thread_id=topic, name="Anna")
    assert refused == "Bad Request: TOPIC_NOT_MODIFIED"


def test_an_administrator_writes_in_a_closed_topic(office: Office) -> None:
    """A closed topic is closed for members."""
    topic = office.topic()
    office.ask("closeForumTopic", message_thread_id=topic)
    assert office.ask("sendMessage", text="x", message_thread_id=topic)


def test_a_member_does_not_write_in_a_closed_topic(office: Office) -> None:
    """A bot without rights is refused."""
    topic = office.topic()
    office.ask("closeForumTopic", message_thread_id=topic)
    office.group.role = "member"
    refused = office.refusal("sendMessage", text="x", message_thread_id=topic)
    assert refused == "Bad Request: TOPIC_CLOSED"


def test_a_closed_topic_is_opened_again(office: Office) -> None:
    """Closing can be undone."""
    topic = office.topic()
    office.ask("closeForumTopic", message_thread_id=topic)
    office.ask("reopenForumTopic", message_thread_id=topic)
    assert not office.group.topics[topic].closed


def test_a_topic_is_closed_once(office: Office) -> None:
    """What is closed can't be closed."""
    topic = office.topic()
    office.ask("closeForumTopic", message_thread_id=topic)
    refused = office.refusal("closeForumTopic", message_thread_id=topic)
    assert refused == "Bad Request: TOPIC_NOT_MODIFIED"


def test_an_unknown_topic_is_not_found(office: Office) -> None:
    """A message needs a topic that exists."""
    refused = office.refusal("sendMessage", text="x", message_thread_id=99)
    assert refused == "Bad Request: message thread not found"


def test_only_an_administrator_makes_topics(office: Office) -> None:
    """A bot without rights is told so."""
    office.group.role = "member"
    refused = office.refusal("createForumTopic", name="x")
    assert refused == "Bad Request: not enough rights to create a topic"


def test_a_plain_group_has_no_topics(office: Office) -> None:
    """Topics need a forum."""
    office.group.forum = False
    assert office.refusal("createForumTopic", name="x") == "Bad Request: the chat is not a forum"


@pytest.mark.parametrize(
    ("text", "count"), [("hello", 0), ("/start", 1), ("@postbode_bot help", 1)]
)
def test_privacy_hides_what_is_not_for_the_bot(office: Office, text: str, count: int) -> None:
    """A bot that is no administrator gets commands and what names it."""
    office.group.role = "member"
    office.group.send(office.anna, text)
    assert len(office.news()) == count


def test_a_reply_reaches_the_bot(office: Office) -> None:
    """What answers the bot gets through its privacy mode, with the message it answers."""
    number = office.ask("sendMessage", text="a case")["message_id"]
    office.group.role = "member"
    office.group.send(office.anna, "mine", reply_to=number)
    assert office.news()[-1]["message"]["reply_to_message"]["text"] == "a case"


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("kicked", "Forbidden: bot was kicked from the supergroup chat"),
        ("left", "Forbidden: bot is not a member of the supergroup chat"),
    ],
)
def test_a_removed_bot_is_told(office: Office, role: str, words: str) -> None:
    """The bot gets an update when it is removed, and can't write after that."""
    office.group.change_role(office.piet, role)
    changed = office.news()[-1]["my_chat_member"]
    assert (changed["old_chat_member"]["status"], changed["new_chat_member"]["status"]) == (
        "administrator",
        role,
    )
    assert office.refusal("sendMessage", text="x") == words


def test_a_blocked_bot_is_told(office: Office) -> None:
    """A person who blocks the bot kicks it out of their private chat."""
    office.anna.block()
    changed = office.news()[-1]["my_chat_member"]
    assert (changed["chat"]["id"], changed["new_chat_member"]["status"]) == (
        office.anna.id,
        "kicked",
    )


def test_an_unblocked_bot_writes_again(office: Office) -> None:
    """The block ends with another update."""
    office.anna.block()
    office.anna.unblock()
    assert office.news()[-1]["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert office.bot.ask("sendMessage", chat_id=office.anna.id, text="x")


def test_a_group_that_moved_says_where_to(office: Office) -> None:
    """The old number of a group is refused with the new one."""
    small = office.bot.telegram.group("Small", office.anna, big=False)
    moved = small.upgrade()
    answer = office.bot.refused("sendMessage", chat_id=small.id, text="x")
    assert (answer["description"], answer["parameters"]) == (
        "Bad Request: group chat was upgraded to a supergroup chat",
        {"migrate_to_chat_id": moved.id},
    )


def test_both_groups_tell_of_the_move(office: Office) -> None:
    """A message in either group names the other."""
    small = office.bot.telegram.group("Small", office.anna, big=False)
    moved = small.upgrade()
    old, new = (update["message"] for update in office.news())
    assert (old["migrate_to_chat_id"], new["migrate_from_chat_id"]) == (moved.id, small.id)


def test_the_bot_deletes_what_others_wrote_only_as_administrator(office: Office) -> None:
    """A member can't take away the words of another."""
    number = office.group.send(office.anna, "hello").id
    office.group.role = "member"
    refused = office.refusal("deleteMessage", message_id=number)
    assert refused == "Bad Request: message can't be deleted for everyone"


def test_a_picture_in_a_topic_reaches_the_bot(office: Office) -> None:
    """A file says where it stands, as a text does."""
    topic = office.topic()
    office.group.share(office.piet, "photo", topic=topic)
    message = office.news()[-1]["message"]
    assert (message["message_thread_id"], message["photo"][0]["file_size"]) == (topic, 7)


def test_an_edit_in_a_group_reaches_the_bot(office: Office) -> None:
    """What somebody changes is their own last message."""
    office.group.send(office.anna, "one")
    office.group.send(office.piet, "two")
    office.group.edit(office.anna, "three")
    assert office.news()[-1]["edited_message"]["text"] == "three"


def test_a_chat_is_described(office: Office) -> None:
    """The bot can ask what a group is."""
    chat = office.ask("getChat")
    assert (chat["type"], chat["title"], chat["is_forum"]) == ("supergroup", "Helpdesk", True)


@pytest.mark.parametrize(("user", "status"), [(42, "administrator"), (1001, "member")])
def test_a_member_is_described(office: Office, user: int, status: str) -> None:
    """The bot can ask who is in a group, itself included."""
    assert office.ask("getChatMember", user_id=user)["status"] == status


def test_a_stranger_is_no_member(office: Office) -> None:
    """A person who is not in the group has left it."""
    stranger = office.bot.telegram.customer("Kees")
    assert office.ask("getChatMember", user_id=stranger.id)["status"] == "left"
