"""A customer is forgotten: in the store, in what waits for the desk, and on the cards shown there.

A ticket that is open stays, marked. When it ends, by whomever, `if_over` does the rest in the same
transaction.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bot.desk.report import SAID, card_content
from bot.desk.room import Room, card_call
from bot.engine.ticket import Life, Ticket
from bot.retention import DAY
from bot.store.protocol import Json, Transaction, Update

AT_ONCE: Final = 100
"""Tickets that are emptied in one transaction, so that it holds up nobody."""
QUIET: Final = {"quiet": True}
"""A card that can't be changed any more is left as it is; no other is sent in its place."""


@dataclass(frozen=True)
class Forgetting:
    """Forgets customers; their chats have to be locked.

    Attributes:
        life: the life of a ticket.
        desk: the group of the agents; None when there is none.
        update: the update that leads to it; None when none does.
    """

    life: Life
    desk: int | None
    update: Update | None = None

    def forget(self, transaction: Transaction, chat: int, *, calls: bool = True) -> None:
        """Forget a customer.

        Args:
            transaction: where it is done.
            chat: the customer.
            calls: whether what waits to be sent to them goes too.
        """
        for number in transaction.forget(chat, calls=calls):
            self._unsay(transaction, number)
        marked = [card_call(ticket.number) for ticket in transaction.tickets_of(chat, 1)]
        if marked and self.desk is not None:
            transaction.queue(self.update, self.desk, marked)

    def if_over(self, transaction: Transaction, ticket: Ticket) -> bool:
        """Forget a customer who has asked for it, once their ticket has ended.

        What the customer still has to hear is sent all the same.

        Args:
            transaction: where the move was kept.
            ticket: the ticket after a move.

        Returns:
            Whether they were forgotten: then nothing more may be kept of them.
        """
        stages = self.life.stages
        over = ticket.state in stages and stages[ticket.state].ends
        if not (over and ticket.forget_when_closed and ticket.chat is not None):
            return False
        self.forget(transaction, ticket.chat, calls=False)
        return True

    def empty(self, transaction: Transaction, tickets: Iterable[Ticket]) -> None:
        """Empty tickets."""
        for ticket in tickets:
            transaction.empty_ticket(ticket.number)
            self._unsay(transaction, ticket.number)

    def _unsay(self, transaction: Transaction, number: str) -> None:
        """Take out of the desk what it shows, or is about to, of a ticket that was emptied."""
        ticket = transaction.ticket(number)
        if ticket is None:
            return
        waiting = transaction.about(number)
        for outgoing in waiting:
            call = unsaid(self.life, ticket, outgoing.call)
            if call is None:
                transaction.settle(outgoing)
            elif call != outgoing.call:
                transaction.rewrite(outgoing, call)
        if self.desk is not None and (waiting or ticket.card is not None):
            transaction.queue(self.update, self.desk, [card_call(number) | QUIET])


@dataclass(frozen=True)
class Expiry:
    """Empties tickets that have been kept for long enough after they ended.

    Attributes:
        life: the life of a ticket.
        room: the desk; None when there is none.
        days: how long that is.
    """

    life: Life
    room: Room | None
    days: int

    def chats(self, transaction: Transaction, now: float) -> set[int]:
        """Whose tickets are emptied next: these chats have to be locked."""
        return {ticket.chat for ticket in self._next(transaction, now) if ticket.chat is not None}

    def expire(self, transaction: Transaction, now: float) -> int:
        """Empty some.

        Args:
            transaction: where it is done.
            now: the time, in seconds since the epoch.

        Returns:
            How many; when that is not 0 there may be more.
        """
        tickets = self._next(transaction, now)
        desk = self.room.here(transaction) if self.room is not None else None
        Forgetting(self.life, desk).empty(transaction, tickets)
        return len(tickets)

    def _next(self, transaction: Transaction, now: float) -> list[Ticket]:
        return transaction.ended(now - self.days * DAY, AT_ONCE)


def unsaid(life: Life, ticket: Ticket, call: Json) -> Json | None:
    """A call of the desk without what was said in a ticket; None when nothing is left of it.

    A card that may have been sent already stays a call for that card: after a crash it is found by
    what it is changed to.

    Args:
        life: the life of a ticket.
        ticket: the ticket, emptied.
        call: the call that waits.
    """
    if SAID in call:
        return None
    left = dict(call)
    if "part" in left:
        left["content"] = card_content(life, ticket)
    if "then" in left:
        following = unsaid(life, ticket, left.pop("then"))
        left |= {"then": following} if following else {}
    return left
