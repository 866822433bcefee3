"""Plain values out of what Telegram sends: such as any database takes."""

from typing import Final

LARGEST: Final = 2**63
"""Telegram's numbers have at most 52 bits; a database takes 63."""


def number(value: object) -> int | None:
    """A number that any database takes; None for anything else."""
    return value if isinstance(value, int) and abs(value) < LARGEST else None


def text(value: object) -> str:
    """Text that any database takes: no NUL, no half of a character."""
    return str(value or "").replace("\0", "").encode("utf-8", "replace").decode("utf-8")
