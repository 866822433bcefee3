"""The room of the desk: the Telegram group in which agents work, and who they are."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.store.protocol import EVERY, Json, Transaction


@dataclass(frozen=True)
class Room:
    """Where agents work.

    Attributes:
        chat: the group, as the operator has set it.
        agents: the names of the agents, by their numeric user ids; nobody else is one.
    """

    chat: int
    agents: Mapping[int, str]

    def here(self, transaction: Transaction) -> int:
        """The group now: Telegram gives another number to one that has become a supergroup."""
        moved = _kept(transaction, self.chat).get("moved")
        return moved if isinstance(moved, int) else self.chat

    def move(self, transaction: Transaction, chat: int, to: int) -> None:
        """Remember that the group has another number, where the old messages can't be reached.

        Args:
            transaction: what it is kept in.
            chat: the number that it had; of any other group than the desk nothing is kept.
            to: the number that it has.
        """
        if chat != self.here(transaction) or chat == to:
            return
        transaction.save(self.chat, {"moved": to})
        for ticket in transaction.tickets(EVERY, only_open=False):  # a closed one may be reopened
            transaction.place_ticket(ticket.number, None, None)
        self.refresh(transaction)

    def refresh(self, transaction: Transaction) -> None:
        """Show the desk each open ticket that it has not seen yet."""
        tickets = transaction.tickets(EVERY, only_open=True)
        calls = [card_call(each.number) for each in tickets if each.card is None]
        if calls:
            transaction.queue(None, self.here(transaction), calls)


def card_call(number: str) -> Json:
    """The call that shows a ticket as it is."""
    return {"do": "card", "ticket": number}


def _kept(transaction: Transaction, chat: int) -> Json:
    """What is known of a group; it has no conversation, so this stands in the place of one."""
    found = transaction.chat(chat)
    return dict(found.conversation) if found else {}
