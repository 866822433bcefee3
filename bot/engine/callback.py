"""Button data that explains itself: `1.setup.ssl:yes:imap` is state, choice and answers so far.

A state with pages names the page, from 0, when it is not the first: `1.read.field@3:next:imap-ssl`.
What commits somebody carries a token too: `1.paid.summary:request:imap-ssl:HK7MVP3C`.

The leading number is the version of this format. A state that is renamed keeps its old name in
`renamed` of flows/common.yaml, so that a button pressed after months still opens the right step.
"""

import re
from typing import Final, NamedTuple

VERSION: Final = "1"
LIMIT: Final = 64
"""Bytes of callback data that Telegram accepts (Bot API, InlineKeyboardButton)."""


_PAGE: Final = re.compile("[0-9]{1,3}")
_PARTS: Final = (3, 4)


class Pressed(NamedTuple):
    """A button's data, taken apart."""

    state: str
    choice: str
    code: str
    page: int = 0
    token: str = ""


def encode(state: str, choice: str, code: str, page: int = 0, token: str = "") -> str:
    """The data of a button of `state`, on the page of that number."""
    at = f"@{page}" if page else ""
    told = f"{VERSION}.{state}{at}:{choice}:{code}"
    return f"{told}:{token}" if token else told


def decode(data: str) -> Pressed | None:
    """Take button data apart; None when it is not of this format."""
    version, _, rest = data.partition(".")
    parts = rest.split(":")
    if version != VERSION or len(parts) not in _PARTS:
        return None
    state, at, page = parts[0].partition("@")
    if at and not _PAGE.fullmatch(page):
        return None
    return Pressed(state, parts[1], parts[2], int(page or 0), *parts[3:])
