"""What the desk hears of a ticket, as calls for its group.

A call names the ticket; bot/gateway/places.py finds where in the group it goes when it is made.
The card shows the ticket as it is at that time, so of several only one has to be made.
"""

from typing import Final

from bot.desk.capsule import card
from bot.desk.room import card_call
from bot.desk.visible import block
from bot.engine.ticket import CUSTOMER, Entry, Life, Ticket
from bot.gateway.outbound import content
from bot.render.message import Rows
from bot.render.rich import Rich, bold
from bot.store.protocol import Json, Transaction, Update

_SAID: Final = {
    "add": "The customer writes:",
    "withdraw": "The customer has withdrawn it.",
    "accept": "The customer accepts the offer, and knows that it is charged.",
    "decline": "The customer declines the offer.",
}
"""What customers do, for agents."""
SAID: Final = "said"
"""Marks a call that tells what was said in a ticket: it goes when that is forgotten."""
EDITED: Final = "✎ edited:"
"""What stands before words that the customer had sent already and has changed."""
ONLY_A_FILE: Final = "📎"
"""What stands for a picture or a document that has no words with it."""


def report(  # noqa: PLR0913, PLR0917 - what was done, and where it is told
    transaction: Transaction,
    desk: int,
    life: Life,
    ticket: Ticket,
    entry: Entry,
    update: Update | None = None,
    file: Json | None = None,
) -> None:
    """Tell the desk of a move: the card, what was said, and a topic that is opened or closed.

    Args:
        transaction: where the move was kept.
        desk: the group.
        life: the life of a ticket.
        ticket: the ticket after the move.
        entry: the line of its log.
        update: the update that it came with; None for a command.
        file: the call that copies what came with it; None when nothing did.
    """
    calls = [card_call(ticket.number)]
    if entry.move != "open" and entry.source != "desk":
        told = news(ticket.number, _told(life, entry))
        calls.append(told | {SAID: True} if entry.words else told)
    if file:
        calls.append(file | {"ticket": ticket.number, SAID: True})
    ends, ended = (_ends(life, state) for state in (entry.after, entry.before))
    if ends != ended:
        calls.append({"do": "shut" if ends else "open", "ticket": ticket.number})
    transaction.queue(update, desk, calls)


def card_content(life: Life, ticket: Ticket) -> Json:
    """The card as the Bot API takes it."""
    return content(*card(life, ticket))


def news(number: str, text: Rich, rows: Rows = ()) -> Json:
    """The call that says something where a ticket is handled; several may become one message."""
    return {"do": "send", "place": "keep", "ticket": number, "content": content(text, rows)}


def _ends(life: Life, state: str) -> bool:
    return state in life.stages and life.stages[state].ends


def _told(life: Life, entry: Entry) -> Rich:
    if entry.who == CUSTOMER.name:
        head = bold(_SAID.get(entry.move, f"The customer: {entry.move}"))
    else:
        label = life.moves[entry.move].label if entry.move in life.moves else entry.move
        head = bold(f"{label}, by command, by ") + block(entry.who, 100)
    return head + "\n" + block(entry.words) if entry.words else head
