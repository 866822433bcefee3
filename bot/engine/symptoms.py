"""What goes wrong: sending, receiving, the password, or just something.

A symptom is what a negation denies ("I can't send"), or what stands nearest to a word that tells of
a failure ("error when sending"). A complaint that names none is put together with the only one that
the rest of the text names.
"""

from collections.abc import Iterable
from typing import Final

from bot.engine.clauses import DIRECTIONS, SYMPTOMS, Mark

TROUBLE: Final = "trouble"
"""The class of a complaint that does not say what fails."""
_MEANT: Final = {
    "password": "trouble_password",
    "send": "trouble_send",
    "leaves": "trouble_send",
    "outgoing": "trouble_send",
    "receive": "trouble_receive",
    "arrives": "trouble_receive",
    "incoming": "trouble_receive",
}
_FAILURES: Final = frozenset({"failing", "no_mail"})
TROUBLES: Final = tuple(dict.fromkeys(_MEANT.values()))
"""The classes of complaints that say what fails."""


def complains(clause: Iterable[Mark]) -> bool:
    """Whether a clause, with negations applied, tells of a failure."""
    return any(m.kind in _FAILURES or (m.denied and m.kind in SYMPTOMS) for m in clause)


class Complaint:
    """Gathers what the clauses of one text complain of."""

    def __init__(self) -> None:
        self._told: list[str] = []
        self._named: set[str] = set()
        self._fails = False

    def hear(self, clause: Iterable[Mark]) -> None:
        """Take in one clause, with negations applied."""
        about = [m for m in clause if m.kind in SYMPTOMS or m.kind in DIRECTIONS]
        failing = [mark.at for mark in clause if mark.kind in _FAILURES]
        denied = [mark for mark in about if mark.denied]
        self._named |= {_MEANT[mark.kind] for mark in about if mark.kind in _MEANT}
        if not failing and not denied:
            return
        self._fails = True
        at = [mark.at for mark in denied if mark.kind in _MEANT] or failing
        at = at or [mark.at for mark in denied]
        if not about and any(mark.kind == "no_mail" for mark in clause):
            self._told.append(_MEANT["receive"])
        elif nearest := _nearest([mark for mark in about if mark.kind in _MEANT], at[0]):
            self._told.append(nearest)

    @property
    def names_password(self) -> bool:
        """Whether the password was spoken of."""
        return _MEANT["password"] in self._named

    def meant(self) -> tuple[str, ...]:
        """The classes of what was complained of, the plain one last; empty when nothing was."""
        told = tuple(dict.fromkeys(self._told))
        if not told and self._fails and len(self._named) == 1:
            told = tuple(self._named)
        return (*told, TROUBLE) if self._fails else ()


def _nearest(about: list[Mark], at: int) -> str:
    """What a complaint at a place is about: the password, or what it is at or stands before."""
    if any(mark.kind == "password" for mark in about):
        return _MEANT["password"]
    after = [mark for mark in about if mark.at >= at]
    before = [mark for mark in about if mark.at < at]
    return _MEANT[(after[:1] or before[-1:])[0].kind] if about else ""
