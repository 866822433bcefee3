"""Chats as people see them, and what people do in them."""

from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any, Optional

from tests.telegram.files import Upload
from tests.telegram.messages import Button, Deed, Message

if TYPE_CHECKING:
    from tests.telegram.core import Telegram

__all__ = ["Button", "Chat", "Customer", "Deed", "Message"]


@dataclass(eq=False)
class Chat:
    """A place where the bot and people write.

    Attributes:
        telegram: where it is.
        id: its number.
        name: the name of the person, or the title of the group.
        messages: what stands there now, oldest first.
        deeds: what the bot did here, in order.
        numbers: the numbers of its messages, where they are its own.
    """

    telegram: "Telegram"
    id: int
    name: str
    messages: list[Message] = field(default_factory=list, kw_only=True)
    deeds: list[Deed] = field(default_factory=list, kw_only=True)
    numbers: Optional["count[int]"] = field(default=None, kw_only=True)

    @property
    def sent(self) -> list[int]:
        """The ids of all messages that the bot ever sent here, in order."""
        return [deed.message for deed in self.deeds if deed.what == "sends"]

    @property
    def seen(self) -> list[Message]:
        """The messages of the bot."""
        return [message for message in self.messages if message.by_bot]

    def message(self, number: int) -> Message | None:
        """The message of that number."""
        return next((message for message in self.messages if message.id == number), None)

    def note(self, deed: Deed) -> None:
        """Remember what the bot did."""
        self.deeds.append(deed)

    def for_bot(self) -> dict[str, Any]:
        """The chat as a bot sees it."""
        raise NotImplementedError

    def find(self, label: str, number: int = 0) -> Message:
        """The message that has a button; see `Customer.press`.

        Raises:
            LookupError: there is none.
        """
        among = self.seen[number - 1 : number] if number else list(reversed(self.seen))
        for message in among:
            if any(button.label == label for button in message.buttons()):
                return message
        newest = self.seen[-1].buttons() if self.seen else ()
        offered = " ".join(f"[{button.label}]" for button in newest) or "none"
        reason = f"no message has the button “{label}”; the newest has {offered}"
        raise LookupError(reason)

    def data_of(self, label: str, number: int = 0) -> tuple[str, int]:
        """What a button sends, and the message it stands under; see `Customer.press`.

        Raises:
            LookupError: there is no such button, or it sends nothing.
        """
        message = self.find(label, number)
        button = next(button for button in message.buttons() if button.label == label)
        if not button.data:
            reason = f"“{label}” does not send anything"
            raise LookupError(reason)
        return button.data, message.id

    def pressed(self, person: "Customer", data: str, message_id: int | None) -> None:
        """Tell the bot that somebody pressed a button here."""
        message = None if message_id is None else self.message(message_id)
        query = {
            "id": self.telegram.new_query(person, self),
            "from": self.telegram.user_for_bot(person),
            "chat_instance": str(self.id),
            "data": data,
        }
        if message is not None:
            query["message"] = self.telegram.message_for_bot(self, message)
        self.telegram.deliver({"callback_query": query})


@dataclass(eq=False)
class Customer(Chat):
    """A person and their private chat with the bot.

    Attributes:
        language: what their Telegram is set to.
        blocked: whether they have blocked the bot.
        offered: what the bot offers to what they typed after its name.
    """

    language: str
    blocked: bool = False
    offered: list[dict[str, Any]] = field(default_factory=list)

    def note(self, deed: Deed) -> None:
        """Remember what the bot did."""
        super().note(deed)
        self.telegram.history.append((self, deed))

    def for_bot(self) -> dict[str, Any]:
        """The private chat as a bot sees it."""
        return {"id": self.id, "type": "private", "first_name": self.name}

    def send(self, text: str) -> Message:
        """Type a text or a command."""
        message = self.telegram.new_message(self, text, by_bot=False)
        self.telegram.deliver({"message": self.telegram.message_for_bot(self, message)})
        return message

    def share(
        self, kind: str, content: bytes = b"content", name: str = "file", caption: str = ""
    ) -> Message:
        """Send something that is no text, such as a "photo" or a "document"."""
        message = self.telegram.new_message(self, caption, by_bot=False)
        message.file = self.telegram.files.keep(kind, Upload(name, content))
        self.telegram.deliver({"message": self.telegram.message_for_bot(self, message)})
        return message

    def edit(self, text: str) -> None:
        """Change the text they sent last."""
        message = next(m for m in reversed(self.messages) if not m.by_bot)
        message.text = text
        self.telegram.deliver({"edited_message": self.telegram.message_for_bot(self, message)})

    def press(self, label: str, number: int = 0) -> None:
        """Press a button.

        Args:
            label: what stands on it.
            number: which of the bot's messages, from 1; 0 is the newest that has the button.

        Raises:
            LookupError: there is no such button.
        """
        self.pressed(self, *self.data_of(label, number))

    def forge(self, data: str, message_id: int | None = None) -> None:
        """Send button data, as a press on a message."""
        self.pressed(self, data, message_id)

    def ask_inline(self, words: str) -> str:
        """Type something after the bot's name in some chat.

        Returns:
            The id of the query.

        Raises:
            LookupError: the bot has no inline mode.
        """
        if not self.telegram.inline_mode:
            reason = "the bot has no inline mode"
            raise LookupError(reason)
        number = self.telegram.new_inline_query(self)
        query = {"id": number, "from": self.telegram.user_for_bot(self), "offset": ""}
        self.telegram.deliver({"inline_query": {**query, "query": words}})
        return number

    def block(self) -> None:
        """Block the bot: it can't send here any more."""
        self.blocked = True
        self.telegram.member_changed(self, self, "member", "kicked")

    def unblock(self) -> None:
        """Take the bot back."""
        self.blocked = False
        self.telegram.member_changed(self, self, "kicked", "member")
