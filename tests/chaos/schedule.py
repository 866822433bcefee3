"""When to kill: every point that is known, one after the other, then at random."""

import random
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from tests.chaos.failpoint import STEP

LONGEST: Final = 0.15
"""Seconds that a life may last before it is ended from outside."""
MOST_STEPS: Final = 400
TIMES: Final = (1, 2)
"""The how manieth passing of each point ends a life, in the systematic part."""


class Death(NamedTuple):
    """How a life is to end.

    Attributes:
        point: where it ends itself; empty when it is ended from outside.
        nth: the how manieth time.
        after: seconds after which it is ended from outside, if it is still there.
        serving: whether these seconds begin when it serves, not when it begins.
        told: seconds from a SIGTERM to the SIGKILL; below zero without a SIGTERM.
        fresh: whether it is a new interpreter.
        crash: whether the server of the database ends meanwhile, and comes back.
    """

    point: str = ""
    nth: int = 1
    after: float = LONGEST
    serving: bool = True
    told: float = -1.0
    fresh: bool = False
    crash: bool = False


@dataclass
class Schedule:
    """Deaths, from a seed.

    Attributes:
        chance: where chance comes from.
        fresh_every: every how manieth life is a fresh interpreter; 0 for none.
        first: points that are passed on an empty database alone, in their order.
        todo: points at which nobody has been killed yet.
        known: all points that were ever passed.
        killed: points at which a life has ended.
    """

    chance: random.Random
    fresh_every: int = 100
    first: deque[Death] = field(default_factory=deque)
    todo: deque[Death] = field(default_factory=deque)
    known: set[str] = field(default_factory=set)
    killed: set[str] = field(default_factory=set)
    _count: int = 0

    def learn(self, points: Iterable[str]) -> None:
        """Take in the points that a life has passed."""
        new = sorted(set(points) - self.known)
        self.chance.shuffle(new)
        for point in new:
            self.known.add(point)
            self.todo.extend(Death(point, nth, after=2 * LONGEST) for nth in TIMES)

    def learn_first(self, points: Sequence[str], most: int) -> None:
        """Take in what only the first life on a database passes, as in a step of the schema.

        Args:
            points: in the order in which they are passed.
            most: how many of them there is time for.
        """
        chosen = points[:: -(-len(points) // most)] if points else ()
        self.first.extend(Death(point, after=2 * LONGEST, serving=False) for point in chosen)
        only = set(points)
        self.known -= only
        self.todo = deque(death for death in self.todo if death.point not in only)

    def next(self) -> Death:
        """How the next life is to end."""
        self._count += 1
        chance = self.chance.random()
        if self.fresh_every and self._count % self.fresh_every == 0:
            return Death(after=self.chance.uniform(0.2, 1.5), serving=False, fresh=True)
        if self.fresh_every and self._count % self.fresh_every == self.fresh_every // 2:
            return Death(after=self.chance.uniform(0.5, 1.0), crash=True)
        if self.todo and chance < 0.8:
            return self.todo.popleft()
        if self.known and chance < 0.9:
            nth = 1 + min(int(self.chance.expovariate(0.5)), 20)
            return Death(self.chance.choice(sorted(self.known)), nth)
        if chance < 0.93:
            return Death(STEP, self.chance.randint(1, MOST_STEPS))
        after, serving = self.chance.uniform(0, LONGEST), self.chance.random() < 0.7
        told = self.chance.uniform(0, 0.05) if chance > 0.98 else -1.0
        return Death(after=after, serving=serving, told=told)
