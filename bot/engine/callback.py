"""Button data that explains itself: `1.setup.ssl:yes:imap` is state, choice and answers so far.

The leading number is the version of this format. A state that is renamed keeps its old name in
`renamed` of flows/common.yaml, so that a button pressed after months still opens the right step.
"""

from typing import Final, NamedTuple

VERSION: Final = "1"
LIMIT: Final = 64
"""Bytes of callback data that Telegram accepts (Bot API, InlineKeyboardButton)."""


class Pressed(NamedTuple):
    """A button's data, taken apart."""

    state: str
    choice: str
    code: str


def encode(state: str, choice: str, code: str) -> str:
    """The data of a button of `state`."""
    return f"{VERSION}.{state}:{choice}:{code}"


def decode(data: str) -> Pressed | None:
    """Take button data apart; None when it is not of this format."""
    version, _, rest = data.partition(".")
    parts = rest.split(":")
    if version != VERSION or len(parts) != len(Pressed._fields):
        return None
    return Pressed(*parts)
