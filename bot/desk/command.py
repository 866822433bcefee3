"""The desk for those without Telegram: `postbode tickets` and `postbode ticket NUMBER`."""

from dataclasses import dataclass
from typing import Final

from bot.desk.act import act
from bot.desk.hear import pass_on
from bot.desk.number import read
from bot.desk.room import Room
from bot.engine.ticket import Actor, Made, Refused, Ticket
from bot.errors import AgentUnknown, MoveRefused, TicketUnknown
from bot.helpdesk import Helpdesk
from bot.store.protocol import Transaction

REASONS: Final = {
    "unknown": "nobody can do that",
    "state": "that can't be done with it as it stands",
    "person": "that is for the customer to do",
    "owner": "it is not yours; claim it, or take it over",
    "owned": "it is already with {owner}",
    "words": "say it in words, with --words",
    "forgotten": "what was said in it is deleted",
}
"""Why a move is refused, for people."""
MOST: Final = 2000
"""Characters that agents may write at once, so that they fit into a message with what is around."""
LONG: Final = f"that is too long: at most {MOST} characters"
LEAKED: Final = "that looks like a password"


@dataclass(frozen=True)
class Commands:
    """What a command does with tickets; from where is "command".

    Attributes:
        helpdesk: the engine.
        now: the time, in seconds since the epoch.
        room: the desk on Telegram, which hears of it; None when there is none.
    """

    helpdesk: Helpdesk
    now: float
    room: Room | None = None

    def found(self, transaction: Transaction, number: str) -> Ticket:
        """A ticket by its number, as somebody typed it.

        Raises:
            TicketUnknown: there is no such ticket.
        """
        ticket = transaction.ticket(read(number))
        if ticket is None:
            raise TicketUnknown(number=number)
        return ticket

    def move(
        self, transaction: Transaction, number: str, move: str, name: str, words: str = ""
    ) -> Made:
        """Make an agent's move, and let the customer hear of it.

        Raises:
            AgentUnknown: no name was given.
            TicketUnknown: there is no such ticket.
            MoveRefused: it can't be done; says why.
            TicketOpen: the customer has another ticket that is open.
        """
        if not name.strip():
            raise AgentUnknown
        found = self.found(transaction, number)
        if found.chat is not None:
            transaction.lock([found.chat])
        if problem := unfit(self.helpdesk, words):
            raise MoveRefused(number=found.number, reason=problem)
        actor = Actor(name.strip(), agent=True, source="command")
        life = self.helpdesk.flow.life
        made = act(transaction, life, found.number, move, actor, words, self.now)
        if isinstance(made, Refused):
            reason = REASONS[made.reason].format(owner=made.ticket.owner)
            raise MoveRefused(number=found.number, reason=reason)
        desk = self.room.here(transaction) if self.room is not None else None
        pass_on(transaction, self.helpdesk, desk, made, self.now)
        return made


def unfit(helpdesk: Helpdesk, words: str) -> str:
    """Why words of an agent are neither kept nor passed on; empty for those that may be."""
    if len(words) > MOST:
        return LONG
    return LEAKED if helpdesk.flow.vocabulary.secrets.given_away(words) else ""
