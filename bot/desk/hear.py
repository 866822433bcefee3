"""What a customer hears of what an agent did, through their own conversation."""

from dataclasses import replace

from bot.desk.customer import CustomerDesk
from bot.engine.events import Told
from bot.engine.ticket import Made
from bot.gateway.outbound import ends_the_card, plan
from bot.helpdesk import Helpdesk
from bot.store.protocol import Transaction, Update


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
