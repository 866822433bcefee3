"""The numbers of tickets: short, read aloud without a mistake, and not to be guessed."""

import secrets
from collections.abc import Callable
from typing import Final

ALPHABET: Final = "ACDEFHJKMNPRTVWXY3479"
"""Letters and digits of which no two look alike: no 0 O Q, 1 I L, 2 Z, 5 S, 6 G, 8 B, U."""
LENGTH: Final = 6
KEY: Final = 8

Draw = Callable[[int], str]
"""Gives so many random letters of the alphabet."""


def draw(length: int) -> str:
    """So many letters and digits of the alphabet, at random."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def read(text: str) -> str:
    """A number as it is kept, from what somebody typed; what can't be one is empty."""
    plain = "".join(text.upper().split()).replace("-", "")
    return plain if len(plain) == LENGTH and set(plain) <= set(ALPHABET) else ""
