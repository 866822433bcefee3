"""Customers who type three lines without waiting: are they answered in order?"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from bench.customers import typed
from bench.telegram import Call, Telegram
from bench.wire import Json


@dataclass
class Hasty:
    """What they were told, in the order of arrival.

    Attributes:
        telegram: where they are.
        says: the lines that each types at once.
        hears: the messages that answer them.
    """

    telegram: Telegram
    says: list[str]
    hears: list[str]
    told: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    _chats: list[int] = field(default_factory=list)

    def begin(self, chats: Iterable[int]) -> None:
        """Let these customers type."""
        self._chats = list(chats)
        for line in self.says:
            for chat in self._chats:
                self.telegram.deliver(typed(chat, self.telegram.new_message(), line), chat)

    def heard(self, call: Call) -> None:
        """A call arrived."""
        if call.method == "sendMessage":
            self.told[call.chat].append(call.text)

    @property
    def waiting(self) -> int:
        """Customers who were not told everything yet."""
        return sum(len(self.told[chat]) < len(self.hears) for chat in self._chats)

    def result(self) -> Json:
        """How many were answered in order, in another order, or not at all."""
        told = [self.told[chat] for chat in self._chats]
        right = sum(texts == self.hears for texts in told)
        wrong = sum(texts != self.hears and sorted(texts) == sorted(self.hears) for texts in told)
        return {"in order": right, "out of order": wrong, "other": len(told) - right - wrong}
