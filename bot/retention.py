"""How long what is kept is kept: for the stores that do it, and for the texts that say so."""

from typing import Final

DAY: Final = 86_400.0
"""Seconds."""
KEEP_BODIES: Final = 7 * DAY
"""Seconds that it is kept what an update said, and whose it was."""
KEEP_IDS: Final = 30 * DAY
"""Seconds that the id of an update is kept, by which one that comes again is known."""
KEEP_TICKETS: Final = 90
"""Days that a ticket is kept after it has ended, unless the operator says otherwise."""


def days(seconds: float) -> str:
    """A span of time in whole days."""
    return str(round(seconds / DAY))
