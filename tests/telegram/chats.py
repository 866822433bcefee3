"""Chats as people see them, and what people do in them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.telegram.core import Telegram


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: it sends `data`, copies `copy`, or opens `url`."""

    label: str
    data: str = ""
    copy: str = ""
    url: str = ""

    @classmethod
    def from_api(cls, button: dict[str, Any]) -> "Button":
        """Read an InlineKeyboardButton."""
        return cls(
            button["text"],
            data=button.get("callback_data", ""),
            copy=button.get("copy_text", {}).get("text", ""),
            url=button.get("url", ""),
        )


@dataclass
class Message:
    """A message in a chat.

    Attributes:
        id: its number; those of a bot's private chats rise together.
        sent_at: when it was sent, in seconds since the epoch.
        by_bot: whether the bot sent it.
        text: the visible text.
        entities: the formatting, as the Bot API gives it.
        rows: the buttons, row by row.
        edits: how often it was edited.
    """

    id: int
    sent_at: float
    by_bot: bool
    text: str
    entities: list[dict[str, Any]] = field(default_factory=list)
    rows: tuple[tuple[Button, ...], ...] = ()
    edits: int = 0

    def buttons(self) -> Iterator[Button]:
        """Every button."""
        for row in self.rows:
            yield from row


@dataclass(frozen=True, slots=True)
class Deed:
    """Something the bot did in a chat.

    Attributes:
        what: "sends", "edits", "removes buttons", "deletes", "answers" (a press) or "pops up".
        message: the message that it concerns.
        text: the visible text at that time.
        rows: the buttons at that time.
    """

    what: str
    message: int
    text: str = ""
    rows: tuple[tuple[Button, ...], ...] = ()


@dataclass
class Customer:
    """A person and their private chat with the bot.

    Attributes:
        telegram: where they are.
        id: their number, which is also that of the chat.
        name: their first name.
        language: what their Telegram is set to.
        messages: what they see now, oldest first.
        deeds: what the bot did here, in order.
        blocked: whether they have blocked the bot.
    """

    telegram: "Telegram"
    id: int
    name: str
    language: str
    messages: list[Message] = field(default_factory=list)
    deeds: list[Deed] = field(default_factory=list)
    blocked: bool = False

    @property
    def sent(self) -> list[int]:
        """The ids of all messages that the bot ever sent here, in order."""
        return [deed.message for deed in self.deeds if deed.what == "sends"]

    @property
    def seen(self) -> list[Message]:
        """The messages of the bot."""
        return [message for message in self.messages if message.by_bot]

    def note(self, deed: Deed) -> None:
        """Remember what the bot did."""
        self.deeds.append(deed)
        self.telegram.history.append((self, deed))

    def send(self, text: str) -> Message:
        """Type a text or a command."""
        message = self.telegram.new_message(self, text, by_bot=False)
        self.telegram.deliver({"message": self.telegram.message_for_bot(self, message)})
        return message

    def share(self, kind: str) -> Message:
        """Send something that is no text, such as a "photo" or a "document"."""
        message = self.telegram.new_message(self, "", by_bot=False)
        content = {"file_id": f"{kind}-{message.id}", "file_unique_id": f"u{message.id}"}
        attached = [content] if kind == "photo" else content
        shown = self.telegram.message_for_bot(self, message) | {kind: attached}
        shown.pop("text")
        self.telegram.deliver({"message": shown})
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
        message = self.find(label, number)
        button = next(button for button in message.buttons() if button.label == label)
        if not button.data:
            reason = f"“{label}” does not send anything"
            raise LookupError(reason)
        self.forge(button.data, message.id)

    def find(self, label: str, number: int = 0) -> Message:
        """The message that has a button; see `press`.

        Raises:
            LookupError: there is none.
        """
        among = [self.seen[number - 1]] if number else list(reversed(self.seen))
        for message in among:
            if any(button.label == label for button in message.buttons()):
                return message
        newest = [button.label for button in self.seen[-1].buttons()] if self.seen else []
        reason = f"no message has the button “{label}”; the newest has {newest}"
        raise LookupError(reason)

    def forge(self, data: str, message_id: int | None = None) -> None:
        """Send button data, as a press on a message."""
        message = next((m for m in self.messages if m.id == message_id), None)
        query = {
            "id": self.telegram.new_query(self),
            "from": self.telegram.user_for_bot(self),
            "chat_instance": str(self.id),
            "data": data,
        }
        if message is not None:
            query["message"] = self.telegram.message_for_bot(self, message)
        self.telegram.deliver({"callback_query": query})

    def block(self) -> None:
        """Block the bot: it can't send here any more."""
        self.blocked = True
