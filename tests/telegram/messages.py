"""Messages, their buttons, and what a bot does with them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Optional

from tests.telegram.files import File

if TYPE_CHECKING:
    from tests.telegram.chats import Customer


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

    def for_bot(self) -> dict[str, Any]:
        """The button as an InlineKeyboardButton."""
        shown: dict[str, Any] = {"text": self.label}
        if self.data:
            shown["callback_data"] = self.data
        if self.copy:
            shown["copy_text"] = {"text": self.copy}
        if self.url:
            shown["url"] = self.url
        return shown


@dataclass
class Message:
    """A message in a chat.

    Attributes:
        id: its number; those of a bot's private chats rise together.
        sent_at: when it was sent, in seconds since the epoch.
        by_bot: whether the bot sent it.
        text: the visible text, or the caption of a file.
        entities: the formatting, as the Bot API gives it.
        rows: the buttons, row by row.
        edits: how often it was edited.
        file: the picture or the document.
        author: who sent it, if not the bot.
        topic: the topic of the group in which it stands; 0 for none.
        reply_to: the message that it answers.
    """

    id: int
    sent_at: float
    by_bot: bool
    text: str
    entities: list[dict[str, Any]] = field(default_factory=list)
    rows: tuple[tuple[Button, ...], ...] = ()
    edits: int = 0
    file: File | None = None
    author: Optional["Customer"] = None
    topic: int = 0
    reply_to: int = 0

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
        file: the picture or the document at that time.
        topic: the topic of the group.
    """

    what: str
    message: int
    text: str = ""
    rows: tuple[tuple[Button, ...], ...] = ()
    file: File | None = None
    topic: int = 0
