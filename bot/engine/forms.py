"""Questions whose answer is typed: what can be one, and what is only a word on the way.

In a state that asks, the words are the answer, unless they are nothing but a short word that leads
somewhere from every state, such as "back". Between people every word is said to the other.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from bot.engine.flow import Flow
from bot.engine.letters import tokens
from bot.engine.understand import understand

ON_THE_WAY: Final = frozenset({"back", "restart", "cancel", "help", "language", "status", "no"})
"""Classes of words that are no answer when nothing else is said."""
_SHORT: Final = 3
"""Words of something that is said on the way."""
_ADDRESS: Final = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.\d]{2,}")
_PHONE: Final = re.compile(r"(?<![\w+])\+?\(?\d(?:[\s()./-]{0,3}\d){6,14}(?!\w)")


def _contact(text: str) -> bool:
    """Whether a text holds an e-mail address or a phone number."""
    return bool(_ADDRESS.search(text) or _PHONE.search(text))


FIELDS: Final[Mapping[str, tuple[int, Callable[[str], bool]]]] = {
    "contact": (100, _contact),
    "time": (200, bool),
    "note": (1000, bool),
    "message": (2000, bool),
}
"""What can be asked: the most characters of an answer, and whether a text can be one."""
DRAFTED: Final = ("contact", "time", "note")
"""What a form keeps until it is sent."""


def accepted(field: str, text: str) -> str:
    """The answer that a text is; empty when it can't be one.

    What can't be seen in it, such as a character that turns the next ones around, is kept, so that
    agents are shown that it is there; but it is no part of what is judged.
    """
    longest, fits = FIELDS[field]
    spaced = ("\n" if char == "\n" else " " if char.isspace() else char for char in text)
    typed = "".join(spaced).strip()
    plain = seen(typed).strip()
    return typed if plain and len(typed) <= longest and fits(plain) else ""


def seen(text: str) -> str:
    """A text without what can't be seen, as its own author is shown it."""
    return "".join(char for char in text if char.isprintable() or char == "\n")


def on_the_way(flow: Flow, field: str, text: str, language: str) -> bool:
    """Whether typed words only lead somewhere, and answer nothing; what people say never does."""
    if field == "message" or len(tokens(text)) > _SHORT:
        return False
    meant = understand(flow.vocabulary, text, language).meant
    return len(meant) == 1 and meant[0] in ON_THE_WAY
