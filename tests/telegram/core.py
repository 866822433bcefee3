"""The state of the offline Telegram: people, messages, and the updates a bot has to fetch."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

from tests.telegram.chats import Customer, Deed, Message
from tests.telegram.faults import Fault

TOKEN: Final = "42:offline"
Json = dict[str, Any]


@dataclass
class Telegram:
    """Everything that Telegram knows.

    Attributes:
        clock: the time, in seconds since the epoch.
        customers: the people by their number.
        pending: updates that the bot has not confirmed.
        calls: every call the bot made: method and parameters.
        faults: what goes wrong next, by method.
        complaints: what a bot should not have asked; a test expects none.
        webhook: the address that was set as a webhook.
        queries: the presses that the bot has not answered.
        history: what the bot did in all chats, in order.
    """

    clock: Callable[[], float] = time.time
    token: str = TOKEN
    customers: dict[int, Customer] = field(default_factory=dict)
    pending: list[Json] = field(default_factory=list)
    calls: list[tuple[str, Json]] = field(default_factory=list)
    faults: dict[str, list[Fault]] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    webhook: str = ""
    queries: dict[str, tuple[Customer, float]] = field(default_factory=dict)
    history: list[tuple[Customer, Deed]] = field(default_factory=list)
    listeners: list[Callable[[], None]] = field(default_factory=list)
    _people: "count[int]" = field(default_factory=lambda: count(1001))
    _updates: "count[int]" = field(default_factory=lambda: count(700_001))
    _messages: "count[int]" = field(default_factory=lambda: count(1))
    _queries: "count[int]" = field(default_factory=lambda: count(9_000_001))

    @property
    def bot_id(self) -> int:
        """The number of the bot."""
        return int(self.token.partition(":")[0])

    def customer(self, name: str, language: str = "en") -> Customer:
        """A new person with a private chat."""
        person = Customer(self, next(self._people), name, language)
        self.customers[person.id] = person
        return person

    def new_message(self, customer: Customer, text: str, *, by_bot: bool) -> Message:
        """Put a message into a chat."""
        message = Message(next(self._messages), self.clock(), by_bot, text)
        customer.messages.append(message)
        return message

    def new_query(self, customer: Customer) -> str:
        """The id of a new press."""
        number = str(next(self._queries))
        self.queries[number] = (customer, self.clock())
        return number

    def deliver(self, content: Json) -> Json:
        """Put an update where the bot fetches it."""
        update = {"update_id": next(self._updates), **content}
        self.pending.append(update)
        for listener in list(self.listeners):
            listener()
        return update

    def deliver_again(self, update: Json) -> None:
        """Put an update there once more, as Telegram may do."""
        self.pending.append(update)

    def confirm(self, offset: int) -> None:
        """Forget the updates before an offset: the bot has them."""
        self.pending = [update for update in self.pending if update["update_id"] >= offset]

    def fail(self, method: str, fault: Fault) -> None:
        """Let the next calls of a method go wrong."""
        self.faults.setdefault(method, []).append(fault)

    def fault_for(self, method: str) -> Fault | None:
        """The fault that spoils this call."""
        for fault in self.faults.get(method, []):
            if fault.skip:
                fault.skip -= 1
                return None
            if fault.times:
                fault.times -= 1
                return fault
        return None

    def user_for_bot(self, customer: Customer) -> Json:
        """A person as a bot sees them."""
        return {
            "id": customer.id,
            "is_bot": False,
            "first_name": customer.name,
            "language_code": customer.language,
        }

    def message_for_bot(self, customer: Customer, message: Message) -> Json:
        """A message as a bot sees it."""
        sender = self.bot_for_bot() if message.by_bot else self.user_for_bot(customer)
        shown: Json = {
            "message_id": message.id,
            "date": int(message.sent_at),
            "chat": {"id": customer.id, "type": "private", "first_name": customer.name},
            "from": sender,
            "text": message.text,
        }
        if message.text.startswith("/"):
            length = len(message.text.split()[0])
            shown["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        return shown

    def bot_for_bot(self) -> Json:
        """The bot as it sees itself."""
        return {
            "id": self.bot_id,
            "is_bot": True,
            "first_name": "Postbode",
            "username": "postbode_bot",
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
        }
