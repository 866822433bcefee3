"""What is counted, and what it must be."""

from dataclasses import dataclass, fields
from typing import Final, Self


@dataclass
class Tally:
    """What came of kills and conversations.

    Attributes:
        kills: processes that were ended with SIGKILL.
        at_points: kills at a point, by the process itself.
        stops: processes that were ended with SIGTERM.
        slow_stops: stops that took more than three seconds, or failed.
        database_kills: servers of a database that were ended under the bot.
        updates: updates that people sent.
        lost: updates that got no answer, or are not in the inbox.
        parked: updates whose step raised.
        taken_twice: updates that changed a conversation more than once.
        disordered: people whose answers came in another order than what they answer.
        doubled: messages that stand in a chat twice.
        edits_doubled: cards that went back to what they had been.
        unsent: calls that stayed in the outbox.
        conversations: slow conversations that were begun.
        wrong: those that did not end with the right values.
        tickets: requests for a ticket that people confirmed.
        tickets_lost: those for which there is no ticket.
        tickets_doubled: tickets beyond one for each of them.
        moves: what has to be done with tickets, by customers and by agents.
        moves_lost: what of it was not done.
        moves_doubled: what was done twice, or by nobody.
        forgotten: customers who were forgotten.
        half_forgotten: those of whom something is left.
        complaints: calls that the Bot API does not know in this form.
        accidents: lives that ended by themselves.
    """

    kills: int = 0
    at_points: int = 0
    stops: int = 0
    slow_stops: int = 0
    database_kills: int = 0
    updates: int = 0
    lost: int = 0
    parked: int = 0
    taken_twice: int = 0
    disordered: int = 0
    doubled: int = 0
    edits_doubled: int = 0
    unsent: int = 0
    conversations: int = 0
    wrong: int = 0
    tickets: int = 0
    tickets_lost: int = 0
    tickets_doubled: int = 0
    moves: int = 0
    moves_lost: int = 0
    moves_doubled: int = 0
    forgotten: int = 0
    half_forgotten: int = 0
    complaints: int = 0
    accidents: int = 0

    def __iadd__(self, other: "Tally") -> Self:
        """Both together."""
        for name in NAMES:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        return self

    @property
    def missed(self) -> list[str]:
        """The goals that are missed, in words."""
        none = [name for name in NEVER if getattr(self, name)]
        words = [f"{name.replace('_', ' ')}: {getattr(self, name)}, not 0" for name in none]
        allowed = max(1, self.kills // KILLS_PER_DOUBLE)
        if self.doubled > allowed:
            words.append(f"doubled: {self.doubled}, not at most {allowed}")
        return words


NAMES: Final = tuple(field.name for field in fields(Tally))
NEVER: Final = (
    *("slow_stops", "lost", "parked", "taken_twice", "disordered", "edits_doubled", "unsent"),
    *("wrong", "tickets_lost", "tickets_doubled", "complaints", "accidents"),
    *("moves_lost", "moves_doubled", "half_forgotten"),
)
KILLS_PER_DOUBLE: Final = 1000
"""Kills for which one visible double is allowed; there is no key that makes a send idempotent."""
