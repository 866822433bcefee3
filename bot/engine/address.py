"""A mail address in what a customer typed."""

import re
from typing import Final

_ADDRESS: Final = re.compile(
    r"(?<![^\s<(\"':;,])"
    r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[a-z0-9-]{1,63}\.)+[a-z]{2,63}"
    r"(?=[>)\"';,.!?]*(?:\s|$))",
    re.IGNORECASE,
)
"""In the letters that the files of every mail program take."""


def address_in(text: str) -> str:
    """The address in a text; empty when there is none, or more than one."""
    found = set(_ADDRESS.findall(text))
    return found.pop() if len(found) == 1 else ""
