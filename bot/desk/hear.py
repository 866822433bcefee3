"""What follows from what an agent did: what the customer hears, and what the desk is shown."""

from dataclasses import replace

from bot.desk.customer import CustomerDesk
from bot.desk.forget import Forgetting
from bot.desk.report import report
from bot.engine.events import Told
from bot.engine.ticket import Made
from bot.gateway.outbound import ends_the_card, plan
from bot.helpdesk import Helpdesk
from bot.store.protocol import Transaction, Update


def pass_on(  # noqa: PLR0913, PLR0917 - a move, and who hears of it
    transaction: Transaction,
    helpdesk: Helpdesk,
    desk: int | None,
    made: Made,
    now: float,
    update: Update | None = None,
) -> None:
    """Tell everybody of an agent's move, and forget the customer when it was the last one.

    Args:
        transaction: where the move was kept; the customer's chat has to be locked.
        helpdesk: the engine.
        desk: the group of the agents; None when there is none.
        made: the move.
        now: the time, in seconds since the epoch.
        update: the update that it came with; None for a command.
    """
    life, (ticket, entry) = helpdesk.flow.life, made
    hear(transaction, helpdesk, made, now, update)
    if Forgetting(life, desk, update).if_over(transaction, ticket):
        entry = entry._replace(words="")
    if desk is not None:
        report(transaction, desk, life, ticket, entry, update)


def hear(
    transaction: Transaction,
    helpdesk: Helpdesk,
    made: Made,
    now: float,
    update: Update | None = None,
) -> None:
    """Let the customer hear of an agent's move, in their language, if it concerns them.

    The customer's chat has to be locked, since their conversation may change.

    Args:
        transaction: where the move was kept, and the calls are queued.
        helpdesk: the engine.
        made: the move.
        now: the time, in seconds since the epoch.
        update: the update that it came with; None for a command.
    """
    ticket, entry = made
    move = helpdesk.flow.life.moves[entry.move]
    if ticket.chat is None or not move.tells:
        return
    kept = transaction.chat(ticket.chat)
    here = helpdesk.resume(kept.conversation if kept else None, [ticket.language], now)
    known = CustomerDesk(helpdesk.flow.life).known(transaction, ticket.chat, now)
    words = "" if entry.move == "offer" else entry.words  # an offer is shown by its state
    told = Told(ticket.number, move.tells, words, move.leads)
    step = helpdesk.step(replace(here, known=known), told, now)
    transaction.save(ticket.chat, step.conversation.to_json())
    messages = helpdesk.render(step.actions, step.conversation.language)
    interrupts = any(message.place == "card" for message in messages)
    calls = plan({}, kept.card if kept and interrupts else None, messages)
    if any(map(ends_the_card, calls)):
        transaction.set_card(ticket.chat, None)
    transaction.queue(update, ticket.chat, calls)
