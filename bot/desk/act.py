"""What anybody does with a ticket: one function for customers, agents, buttons and commands."""

from bot.engine.ticket import Actor, Life, Made, Refused, make
from bot.errors import TicketUnknown
from bot.store.protocol import Transaction


def act(  # noqa: PLR0913, PLR0917 - a move is all of these
    transaction: Transaction,
    life: Life,
    number: str,
    move: str,
    actor: Actor,
    words: str,
    now: float,
) -> Made | Refused:
    """Make a move with a ticket and keep it, with its line in the log.

    Args:
        transaction: what it is kept in.
        life: which moves there are.
        number: the ticket.
        move: what is done.
        actor: who does it.
        words: what is said with it.
        now: the time, in seconds since the epoch.

    Returns:
        The ticket after it; or why it was refused, and then nothing has changed.

    Raises:
        TicketUnknown: there is no ticket of that number.
        TicketChanged: somebody else made a move at the same moment; do it again.
        TicketOpen: the customer has another ticket that is open.
    """
    ticket = transaction.ticket(number)
    if ticket is None:
        raise TicketUnknown(number=number)
    made = make(life, ticket, move, actor, words, now)
    if isinstance(made, Made):
        is_open = not life.stages[made.ticket.state].ends
        transaction.change_ticket(made.ticket, made.entry, is_open=is_open)
    return made
