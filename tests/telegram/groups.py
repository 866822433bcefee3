"""Groups with several people, topics, and a move to a supergroup."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any, Optional

from tests.telegram.chats import Chat, Customer
from tests.telegram.files import Upload
from tests.telegram.messages import Message


@dataclass
class Topic:
    """A topic of a group.

    Attributes:
        id: the number of the message that opened it.
        name: its name.
        closed: whether only administrators write in it.
    """

    id: int
    name: str
    closed: bool = False


@dataclass(eq=False)
class Group(Chat):
    """A group in which the bot may be.

    Attributes:
        people: its members.
        big: whether it is a supergroup.
        forum: whether it has topics.
        topics: the topics by their number.
        role: what the bot is: "member", "administrator", "left" or "kicked".
        moved_to: the supergroup that it became.
    """

    people: list[Customer] = field(default_factory=list)
    big: bool = True
    forum: bool = False
    topics: dict[int, Topic] = field(default_factory=dict)
    role: str = "member"
    moved_to: Optional["Group"] = None

    def for_bot(self) -> dict[str, Any]:
        """The group as a bot sees it."""
        kind = "supergroup" if self.big else "group"
        shown: dict[str, Any] = {"id": self.id, "type": kind, "title": self.name}
        return shown | ({"is_forum": True} if self.forum else {})

    def send(self, person: Customer, text: str, topic: int = 0, reply_to: int = 0) -> Message:
        """Let somebody write; the bot gets what its privacy mode lets through.

        Args:
            person: who writes; they need not have been in the group before.
            text: what they write.
            topic: the topic in which they write.
            reply_to: the number of the message they answer.
        """
        message = self._written(person, text, topic)
        message.reply_to = reply_to
        return self._tell("message", message)

    def share(
        self,
        person: Customer,
        kind: str,
        content: bytes = b"content",
        topic: int = 0,
        caption: str = "",
    ) -> Message:
        """Let somebody send a "photo" or a "document"."""
        message = self._written(person, caption, topic)
        message.file = self.telegram.files.keep(kind, Upload("file", content))
        return self._tell("message", message)

    def edit(self, person: Customer, text: str) -> Message:
        """Let somebody change what they wrote last."""
        message = next(m for m in reversed(self.messages) if m.author is person)
        message.text = text
        return self._tell("edited_message", message)

    def press(self, person: Customer, label: str, number: int = 0) -> None:
        """Let somebody press a button; see `Customer.press`."""
        self.pressed(person, *self.data_of(label, number))

    def change_role(self, person: Customer, role: str) -> None:
        """Let somebody remove the bot, take it back, or make it an administrator."""
        before, self.role = self.role, role
        self.telegram.member_changed(self, person, before, role)

    def upgrade(self, *, forum: bool = False) -> "Group":
        """Become a supergroup, which has another number."""
        moved = self.telegram.group(self.name, *self.people, forum=forum)
        moved.role, self.moved_to = self.role, moved
        for chat, field_name, other in (
            (self, "migrate_to_chat_id", moved.id),
            (moved, "migrate_from_chat_id", self.id),
        ):
            message = self.telegram.new_message(chat, "", by_bot=False)
            message.author = self.people[0] if self.people else None
            shown = self.telegram.message_for_bot(chat, message)
            self.telegram.deliver({"message": shown | {field_name: other}})
        return moved

    def open_topic(self, name: str) -> Topic:
        """A new topic; the message that opens it gives it its number."""
        message = self.telegram.new_message(self, "", by_bot=True)
        topic = Topic(message.id, name)
        message.topic = topic.id
        self.messages.remove(message)
        self.topics[topic.id] = topic
        return topic

    def _written(self, person: Customer, text: str, topic: int) -> Message:
        if person not in self.people:
            self.people.append(person)
        message = self.telegram.new_message(self, text, by_bot=False)
        message.author, message.topic = person, topic
        return message

    def _tell(self, kind: str, message: Message) -> Message:
        if self._reaches_bot(message):
            self.telegram.deliver({kind: self.telegram.message_for_bot(self, message)})
        return message

    def _reaches_bot(self, message: Message) -> bool:
        """Whether the bot's privacy mode lets a message through."""
        if self.role not in {"member", "administrator"}:
            return False
        answered = self.message(message.reply_to)
        return (
            self.role == "administrator"
            or message.text.startswith("/")
            or f"@{self.telegram.username}" in message.text
            or (answered is not None and answered.by_bot)
        )


def own_numbers() -> "count[int]":
    """The message numbers of a supergroup, which counts its own."""
    return count(1)
