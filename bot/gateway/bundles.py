"""Calls of the desk that need not be made one by one: a group takes few in a minute.

A card shows its ticket as it is when it is made, so of several that wait the first is enough. What
is said of a ticket, message after message, becomes one message. The order of what is said of a
ticket stays as it was.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from bot.desk.report import SAID
from bot.store import Outgoing
from bot.store.protocol import Json

LONGEST: Final = 4000
"""Characters of a message that others were put into."""
BETWEEN: Final = "\n\n"


class Bundle(NamedTuple):
    """A run with fewer calls.

    Attributes:
        run: what is to be made.
        changed: the calls of it that hold more than before.
        spared: the calls that need not be made any more.
    """

    run: list[Outgoing]
    changed: list[Outgoing]
    spared: list[Outgoing]


def bundled(run: Sequence[Outgoing]) -> Bundle:
    """Put together what can be; a call that was tried already stays as it is."""
    kept: dict[int, Outgoing] = {}
    cards: set[str] = set()
    open_for: dict[str, int] = {}
    changed: dict[int, None] = {}
    spared: list[Outgoing] = []
    for each in run:
        call, ticket = each.call, each.call.get("ticket", "")
        if call["do"] == "card" and "then" not in call and each.tried is None:
            if ticket in cards:
                spared.append(each)
                continue
            cards.add(ticket)
        elif _joins(each):
            before = kept.get(open_for.get(ticket, 0))
            if before and _fits(before.call, call):
                kept[before.id] = before._replace(call=_joined(before.call, call))
                changed[before.id] = None
                spared.append(each)
                continue
            open_for[ticket] = each.id
        elif ticket:
            open_for.pop(ticket, None)
        kept[each.id] = each
    return Bundle(list(kept.values()), [kept[number] for number in changed], spared)


def _joins(each: Outgoing) -> bool:
    """Whether a message may be put together with others of its ticket."""
    call = each.call
    alone = call["do"] != "send" or "ticket" not in call or each.tried is not None
    special = ("alone", "part", "then", "first")
    return not alone and not any(name in call for name in special)


def _fits(one: Json, other: Json) -> bool:
    texts = (call["content"]["text"] for call in (one, other))
    plain = not any("reply_markup" in call["content"] for call in (one, other))
    return plain and len(BETWEEN.join(texts)) <= LONGEST


def _joined(one: Json, other: Json) -> Json:
    first, second = one["content"], other["content"]
    text = first["text"] + BETWEEN + second["text"]
    shift = len((first["text"] + BETWEEN).encode("utf-16-le")) // 2
    moved = [mark | {"offset": mark["offset"] + shift} for mark in second.get("entities", [])]
    marks = [*first.get("entities", []), *moved]
    said = {SAID: True} if SAID in other else {}
    return one | said | {"content": first | {"text": text} | ({"entities": marks} if marks else {})}
