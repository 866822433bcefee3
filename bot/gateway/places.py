"""Where in the desk a call goes: into the topic of its ticket, or below its card.

A call for the desk names its ticket. When it is made, the ticket says where that is handled; one
that is handled nowhere gets a topic and a card first. Such a chain of calls is written into the
outbox step by step, so that a crash in between repeats no step that is done.

Where there are no topics, or the bot may not make any, a ticket is a thread of answers to its card.
"""

from dataclasses import dataclass, field
from typing import Final

from bot.desk.capsule import title
from bot.desk.report import SAID, card_content, news
from bot.desk.room import Room
from bot.engine.ticket import Life, Ticket
from bot.render.rich import bold
from bot.store import Transaction
from bot.store.protocol import Json

NOTHING: Final[Json] = {"do": "nothing"}
"""A call that there is no need to make."""


@dataclass
class Places:
    """Finds the place of each call.

    Attributes:
        life: the life of a ticket, for its card.
        room: the desk; None when there is none.
        trouble: why the desk can't be reached; empty while it can.
    """

    life: Life
    room: Room | None = None
    trouble: str = field(default="", init=False)

    def placed(self, transaction: Transaction, call: Json) -> Json:
        """The call as it is to be made now, or the one that has to be made before it."""
        if "ticket" not in call or call["do"] == "topic":
            return call
        ticket = transaction.ticket(call["ticket"])
        if ticket is None or (SAID in call and ticket.chat is None):
            return NOTHING  # it was forgotten while the call was under way
        if ticket.card is None and "first" not in call:
            return self._begun(ticket, call)
        return self._in_place(ticket, call)

    def _begun(self, ticket: Ticket, call: Json) -> Json:
        """What is made first for a ticket that the desk has not seen; the call comes after it."""
        own = call["do"] == "card"
        card: Json = {"do": "card", "ticket": ticket.number} | (call if own else {"then": call})
        card["first"] = True
        if ticket.topic is not None:
            return self._in_place(ticket, card)
        return {"do": "topic", "ticket": ticket.number, "name": title(ticket), "then": card}

    def _in_place(self, ticket: Ticket, call: Json) -> Json:
        if call["do"] == "card":
            shown = {"part": "card", "place": "keep", "content": card_content(self.life, ticket)}
            sent: Json = {"do": "edit", "message": ticket.card} if ticket.card else {"do": "send"}
            return call | sent | shown | {"at": _at(ticket, card=True)}
        if call["do"] in ("shut", "open") and ticket.topic is None:
            return NOTHING
        return call | {"at": _at(ticket, card="part" in call)}

    def lost(self, transaction: Transaction, call: Json) -> Json:
        """What to do when its topic is gone: the ticket is placed anew, the call comes after."""
        transaction.place_ticket(call["ticket"], None, None)
        plain = {name: part for name, part in call.items() if name not in ("at", "first")}
        if "part" in call:
            plain = {"do": "card", "ticket": call["ticket"]}
            plain |= {"then": call["then"]} if "then" in call else {}
        return self.placed(transaction, plain)

    def missed(self, transaction: Transaction, chat: int) -> None:
        """Tell the desk of a customer with an open ticket whom nothing reaches any more."""
        newest = transaction.tickets_of(chat, 1)
        if self.room is None or not newest or _ended(self.life, newest[0]):
            return
        text = bold("The customer can't be reached here: they have blocked the bot, or are gone.")
        desk = self.room.here(transaction)
        transaction.queue(None, desk, [news(newest[0].number, text)])


def _ended(life: Life, ticket: Ticket) -> bool:
    return ticket.state in life.stages and life.stages[ticket.state].ends


def arrived(transaction: Transaction, chat: int, call: Json, sent: int) -> None:
    """Remember what a call for the desk has made: a topic, a card, or a message about a ticket.

    Args:
        transaction: what it is kept in.
        chat: the group in which it was made.
        call: the call.
        sent: the id of the topic or of the message.
    """
    number = call.get("ticket")
    ticket = transaction.ticket(number) if number else None
    if ticket is None:
        return
    if call["do"] == "topic":
        transaction.place_ticket(ticket.number, sent, None)
        return
    transaction.tie(chat, sent, ticket.number)
    if "part" in call:
        transaction.place_ticket(ticket.number, ticket.topic, sent)


def _at(ticket: Ticket, *, card: bool) -> Json:
    if ticket.topic is not None:
        return {"message_thread_id": ticket.topic}
    if card or ticket.card is None:
        return {}
    below = {"message_id": ticket.card, "allow_sending_without_reply": True}
    return {"reply_parameters": below}
