"""What an agent asks for in the desk: a button, a command, or words in a ticket's thread."""

import re
from dataclasses import dataclass
from typing import Final

from bot.desk.capsule import DATA
from bot.desk.number import read
from bot.engine.ticket import Life
from bot.store.protocol import Json, Transaction

_COMMAND: Final = re.compile(r"/(?P<name>\w+)(?:@\w+)?(?:\s+(?P<rest>.*))?", re.DOTALL)
_ALIASES: Final = {"accepted": "accept", "declined": "decline"}
PLAIN: Final = "plain"
"""Words without a command."""


@dataclass(frozen=True)
class Asked:
    """What is asked for.

    Attributes:
        what: a move, another command, or PLAIN.
        number: the ticket; empty when none is named, and where it is said belongs to none.
        words: what goes with it.
        prompted: whether it answers a question of the bot's.
    """

    what: str
    number: str = ""
    words: str = ""
    prompted: bool = False


def pressed(payload: Json) -> Asked | None:
    """What a button asks for; None for one that is not the desk's."""
    head, _, rest = payload["data"].partition(":")
    number, _, rest = rest.partition(":")
    what, _, words = rest.partition(":")
    return Asked(what, number, words) if head == DATA and what else None


def said(transaction: Transaction, life: Life, payload: Json, chat: int) -> Asked:
    """What words ask for, by where they stand and how they begin.

    Args:
        transaction: knows which topic and which message belongs to which ticket.
        life: the moves that a question of the bot's may be about.
        payload: the words (bot/gateway/group.py).
        chat: the desk.
    """
    topic, reply, text = payload["topic"], payload["reply"], payload["text"].strip()
    here = (transaction.tied(chat, reply) if reply else None) or (
        transaction.ticket_in(topic) if topic else None
    )
    match = _COMMAND.fullmatch(text)
    if match is None:
        prompt = _prompt(life, payload["asked"])
        heard = prompt or topic or payload["to_bot"]  # an answer to another agent is talk
        return Asked(prompt or PLAIN, here or "" if heard else "", text, prompted=bool(prompt))
    rest = (match["rest"] or "").strip()
    first, _, after = rest.partition(" ")
    named = read(first)
    if named and (here is None or transaction.ticket(named)):
        here, rest = named, after.strip()
    name = match["name"].lower()
    return Asked(_ALIASES.get(name, name), here or "", rest)


def question(life: Life, move: str, number: str) -> str:
    """The first line of the question for the words of a move, by which its answer is known."""
    return f"{life.moves[move].label} · {number}"


def _prompt(life: Life, line: str) -> str:
    """The move that a question of the bot's is about; empty for any other message."""
    label, dot, number = line.rpartition(" · ")
    moves = (
        name for name, move in life.moves.items() if move.label == label and move.words != "none"
    )
    return next(moves, "") if dot and read(number) else ""
