"""How a call ended, and what is written down of it."""

from typing import NamedTuple

from bot.gateway.places import Places, arrived
from bot.store import Outgoing, Transaction
from bot.store.protocol import Json


class Outcome(NamedTuple):
    """How a call ended.

    Attributes:
        outgoing: the call.
        sent: the id of the message that it sent.
        card: whether that message is the living card.
        unreachable: whether nothing can be sent to this chat.
        call: the call as it was made, where it was for the desk.
        chat: the chat where it was made.
        places: tells the desk of a customer who can't be reached.
    """

    outgoing: Outgoing
    sent: int | None = None
    card: bool = False
    unreachable: bool = False
    call: Json | None = None
    chat: int = 0
    places: Places | None = None

    def write(self, transaction: Transaction) -> bool:
        """Write it down; False when the call is gone, and with it what it led to."""
        if self.unreachable:
            transaction.drop(self.outgoing.chat)
            if self.places:
                self.places.missed(transaction, self.outgoing.chat)
            return False
        settled = transaction.settle(self.outgoing)
        if settled and self.sent is not None:
            transaction.set_card(self.outgoing.chat, self.sent if self.card else None)
            transaction.sent(self.outgoing.chat, self.sent)
            if self.call:
                arrived(transaction, self.chat, self.call, self.sent)
        return settled
