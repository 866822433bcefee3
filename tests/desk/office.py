"""A desk in a store, without Telegram: raw updates go in, tickets and queued calls come out."""

from itertools import count
from typing import Any

from bot.config import Operator
from bot.desk.room import Room
from bot.engine.ticket import Entry, Ticket
from bot.gateway.inbound import read
from bot.helpdesk import load_helpdesk
from bot.store import Store, Update
from bot.store.memory import MemoryStore
from bot.turn import Turns

HELPDESK = load_helpdesk(Operator(tickets=True))
LIFE = HELPDESK.flow.life
DESK, OTHER = -1001, -1002
ANNA, BOB, KEES = 11, 12, 13
CUSTOMER = 7
NUMBER = "ACDEFH"
Json = dict[str, Any]


class Office:
    """A desk with two agents, a ticket, and its customer."""

    def __init__(self, store: Store | None = None, **ticket: Any) -> None:  # noqa: ANN401 - fields
        self.store = store or MemoryStore()
        self.turns = Turns(
            HELPDESK, clock=lambda: 1000.0, room=Room(DESK, {ANNA: "Anna", BOB: "Bob"})
        )
        self.ids = count(1)
        given: Json = {"kind": "paid", "state": "new", "chat": CUSTOMER, "language": "nl"} | ticket
        entry = Entry(1.0, "customer", "chat", "open", "", given["state"])
        with self.store.transaction() as transaction:
            assert transaction.add_ticket(Ticket(NUMBER, key="K", **given), entry)
            transaction.place_ticket(NUMBER, 5, 6)
            transaction.tie(DESK, 6, NUMBER)

    def press(self, who: int, what: str, chat: int = DESK, kind: str = "supergroup") -> None:
        """Press a button of the ticket's card."""
        message = {"message_id": 6, "chat": {"id": chat, "type": kind}, "date": 1}
        query = {"id": "q", "from": person(who), "data": f"desk:{NUMBER}:{what}"}
        self.take({"callback_query": query | {"message": message}})

    def say(self, text: str, who: int = ANNA, chat: int = DESK, **more: Any) -> None:  # noqa: ANN401
        """Write in the ticket's topic."""
        message = {
            "message_id": next(self.ids) + 100,
            "chat": {"id": chat, "type": "supergroup"},
            "from": person(who),
            "text": text,
            "message_thread_id": 5,
            "is_topic_message": True,
        }
        self.take({"message": message | more})

    def take(self, update: Json) -> None:
        """Let an update come in."""
        found = read({"update_id": next(self.ids), **update})
        assert isinstance(found, Update)
        with self.store.transaction() as transaction:
            self.turns.take(transaction, [found])

    @property
    def ticket(self) -> Ticket:
        """The ticket as it is."""
        with self.store.transaction() as transaction:
            found = transaction.ticket(NUMBER)
        assert found is not None
        return found

    @property
    def log(self) -> list[tuple[str, str, str]]:
        """Who did what, with which words, after the ticket was made."""
        with self.store.transaction() as transaction:
            return [(e.who, e.move, e.words) for e in transaction.entries(NUMBER)[1:]]

    def calls(self, chat: int) -> list[Json]:
        """What waits for a chat."""
        with self.store.transaction() as transaction:
            runs = transaction.waiting(99, frozenset())
        return [each.call for run in runs if run[0].chat == chat for each in run]

    def pop_ups(self) -> list[str]:
        """What presses were answered with."""
        chats = (ANNA, BOB, KEES, DESK)
        calls = [call for chat in chats for call in self.calls(chat)]
        return [call.get("text", "") for call in calls if call["do"] == "answer"]


def person(number: int) -> Json:
    """Somebody on Telegram."""
    return {"id": number, "is_bot": False, "first_name": "x"}
