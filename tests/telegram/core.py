"""The state of the offline Telegram: people, messages, and the updates a bot has to fetch."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

from tests.telegram import views
from tests.telegram.chats import Chat, Customer
from tests.telegram.faults import Fault
from tests.telegram.files import Files
from tests.telegram.groups import Group, own_numbers
from tests.telegram.messages import Deed, Message
from tests.telegram.profile import Profile

TOKEN: Final = "42:offline"
Json = dict[str, Any]
LIVES: Final = {"callback_query": 150.0, "inline_query": 30.0}
"""Seconds that Telegram keeps an update of a kind that the bot has not confirmed."""
LIFE: Final = 86_400.0
"""Seconds that it keeps any other."""
ONLY_ON_REQUEST: Final = {"chat_member", "message_reaction", "message_reaction_count"}
"""Kinds of updates that a bot gets only when it asks for them."""
_FIRST_GROUP: Final = 500_001
_SUPERGROUP: Final = 1_000_000_000_000


@dataclass
class Telegram:
    """Everything that Telegram knows.

    Attributes:
        clock: the time, in seconds since the epoch.
        customers: the people by their number.
        groups: the groups by their number.
        pending: updates that the bot has not confirmed.
        calls: every call the bot made: method and parameters.
        faults: what goes wrong next, by method.
        complaints: what a bot should not have asked; a test expects none.
        webhook: the address that was set as a webhook.
        hook: how it was set, and what came of it.
        queries: the presses that the bot has not answered.
        inline_queries: the inline queries that the bot has not answered.
        history: what the bot did in private chats, in order.
        files: every file that was ever sent.
        profile: what the bot says of itself.
        allowed: the kinds of updates that the bot asked for; none means the usual ones.
        inline_mode: whether people can use the bot from any chat.
        actions: the chat actions, such as "typing", with the chat.
    """

    clock: Callable[[], float] = time.time
    token: str = TOKEN
    customers: dict[int, Customer] = field(default_factory=dict)
    groups: dict[int, Group] = field(default_factory=dict)
    pending: list[Json] = field(default_factory=list)
    calls: list[tuple[str, Json]] = field(default_factory=list)
    faults: dict[str, list[Fault]] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    webhook: str = ""
    hook: Json = field(default_factory=dict)
    queries: dict[str, tuple[Customer, float]] = field(default_factory=dict)
    inline_queries: dict[str, tuple[Customer, float]] = field(default_factory=dict)
    history: list[tuple[Customer, Deed]] = field(default_factory=list)
    listeners: list[Callable[[], None]] = field(default_factory=list)
    files: Files = field(default_factory=Files)
    profile: Profile = field(default_factory=Profile)
    allowed: set[str] = field(default_factory=set)
    inline_mode: bool = False
    username: str = "postbode_bot"
    actions: list[tuple[Chat, str]] = field(default_factory=list)
    _places: dict[str, Chat] = field(default_factory=dict)
    _arrived: dict[int, float] = field(default_factory=dict)
    _people: "count[int]" = field(default_factory=lambda: count(1001))
    _groups: "count[int]" = field(default_factory=lambda: count(_FIRST_GROUP))
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

    def group(self, title: str, *people: Customer, big: bool = True, forum: bool = False) -> Group:
        """A new group with the bot in it: a supergroup unless it is not `big`."""
        number = -next(self._groups) - (_SUPERGROUP if big else 0)
        numbers = own_numbers() if big else None
        group = Group(self, number, title, list(people), big, forum, numbers=numbers)
        self.groups[number] = group
        return group

    def chat(self, number: object) -> Chat | None:
        """The chat of that number."""
        if not isinstance(number, int):
            return None
        return self.customers.get(number) or self.groups.get(number)

    def new_message(self, chat: Chat, text: str, *, by_bot: bool) -> Message:
        """Put a message into a chat."""
        number = next(chat.numbers or self._messages)
        message = Message(number, self.clock(), by_bot, text)
        chat.messages.append(message)
        return message

    def new_query(self, customer: Customer, chat: Chat | None = None) -> str:
        """The id of a new press."""
        number = str(next(self._queries))
        self.queries[number] = (customer, self.clock())
        self._places[number] = chat or customer
        return number

    def place_of(self, query: str) -> Chat:
        """The chat in which a button was pressed."""
        return self._places[query]

    def new_inline_query(self, customer: Customer) -> str:
        """The id of a new inline query."""
        number = str(next(self._queries))
        self.inline_queries[number] = (customer, self.clock())
        return number

    def deliver(self, content: Json) -> Json:
        """Put an update where the bot fetches it, if the bot wants its kind."""
        update = {"update_id": next(self._updates), **content}
        kind = next(iter(content))
        if (kind not in self.allowed) if self.allowed else (kind in ONLY_ON_REQUEST):
            return update
        self._arrived[update["update_id"]] = self.clock()
        self.pending.append(update)
        for listener in list(self.listeners):
            listener()
        return update

    def deliver_again(self, update: Json) -> None:
        """Put an update there once more, as Telegram may do."""
        self.pending.append(update)

    def member_changed(self, chat: Chat, person: Customer, before: str, after: str) -> None:
        """Tell the bot that it is something else in a chat now."""
        changed = views.member(self, chat, person, before, after)
        self.deliver({"my_chat_member": changed})

    def confirm(self, offset: int) -> None:
        """Forget the updates before an offset: the bot has them; below zero, all but the last."""
        if offset < 0:
            self.pending = self.pending[offset:]
            return
        self.pending = [update for update in self.pending if update["update_id"] >= offset]

    def expire(self) -> None:
        """Forget the updates that nobody fetched in time."""
        now = self.clock()
        self.pending = [update for update in self.pending if now < self._ends(update)]

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
        return views.user(customer)

    def message_for_bot(self, chat: Chat, message: Message) -> Json:
        """A message as a bot sees it."""
        return views.message(self, chat, message)

    def bot_for_bot(self) -> Json:
        """The bot as it sees itself."""
        return views.bot(self)

    def _ends(self, update: Json) -> float:
        kind = next(name for name in update if name != "update_id")
        arrived = self._arrived.get(update["update_id"], self.clock())
        return arrived + LIVES.get(kind, LIFE)
