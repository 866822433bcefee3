"""Plays transcripts on a stage and says where the bot did something else."""

import asyncio
import importlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from pathlib import Path
from typing import Final, Protocol

from bot.engine.flow import Flow
from bot.errors import CheckoutMissing
from bot.seen import FILES, Seen
from bot.source import Fault
from bot.transcript import CUSTOMER, NOTHING, Act, Script, read
from bot.walked import Walked

COLUMN: Final = 62
"""Characters of the left column in a report."""


class Stage(Protocol):
    """Where a transcript is played."""

    async def do(self, act: Act) -> Sequence[Seen]:
        """Do what an act says; returns what the bot did until it came to rest.

        Raises:
            ImpossibleAct: it can't be done, for example when no message has that button.
        """


Theatre = Callable[[Script], AbstractAsyncContextManager[Stage]]
"""Opens a fresh stage for a conversation."""


class ImpossibleAct(Exception):
    """An act that can't be done where the conversation stands; says why."""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """An act after which the bot did something else than the transcript says.

    Attributes:
        act: the act.
        seen: what the bot did.
        actual: the same, in the words of a transcript.
        impossible: why the act could not be done.
    """

    act: Act
    seen: tuple[Seen, ...] = ()
    actual: tuple[str, ...] = ()
    impossible: str = ""

    def report(self) -> str:
        """FILE:LINE, and what was expected and what came, side by side."""
        act = self.act
        place = f"{os.path.relpath(act.path)}:{act.line}: "
        if self.impossible:
            return place + self.impossible
        left, right = act.expected or NOTHING[:1], self.actual or NOTHING[:1]
        head = f"  {'expected':<{COLUMN}}   actual"
        return "\n".join(
            [f"{place}{_told(act)}, the bot did something else:", head, *_beside(left, right)]
        )


def _told(act: Act) -> str:
    if act.verb == "later":
        return f"{act.value} seconds later"
    return f"after {act.who} {act.verb} “{act.value}”" if act.who else f"after “{act.value}”"


def _beside(left: Sequence[str], right: Sequence[str]) -> Iterator[str]:
    for tag, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        mark = " " if tag == "equal" else "|"
        for was, came in zip_longest(left[a:b], right[c:d], fillvalue=""):
            for x, y in zip_longest(_folded(was), _folded(came), fillvalue=""):
                yield f"{mark} {x:<{COLUMN}} {mark} {y}".rstrip()


def _folded(line: str) -> list[str]:
    return [line[i : i + COLUMN] for i in range(0, len(line), COLUMN)] or [""]


async def play(script: Script, theatre: Theatre) -> list[tuple[Act, Mismatch | None]]:
    """Play one conversation to its end; an impossible act ends it.

    Args:
        script: the conversation.
        theatre: where it is played.

    Returns:
        Each act that was done, with what was wrong after it.
    """
    done: list[tuple[Act, Mismatch | None]] = []
    speaker = CUSTOMER
    async with theatre(script) as stage:
        for act in script.acts:
            speaker = act.who or speaker
            try:
                seen = tuple(await stage.do(act))
            except ImpossibleAct as error:
                done.append((act, Mismatch(act, impossible=str(error))))
                break
            folder = act.path.parent
            actual = tuple(line for one in seen for line in one.lines(speaker, folder))
            done.append((act, None if actual == act.expected else Mismatch(act, seen, actual)))
    return done


@dataclass(frozen=True)
class Rehearsal:
    """How the transcripts of some files went.

    Attributes:
        played: each conversation with what was wrong in it.
        walked: what they walked of the flows.
    """

    played: tuple[tuple[Script, tuple[Mismatch, ...]], ...]
    walked: Walked

    @property
    def mismatches(self) -> tuple[Mismatch, ...]:
        """Everything that was wrong."""
        return tuple(wrong for _, mismatches in self.played for wrong in mismatches)


def rehearse(paths: Iterable[Path]) -> Rehearsal:
    """Play every conversation of some files with the flows of this checkout.

    Raises:
        ContentBroken: a transcript can't be read.
        CheckoutMissing: the offline Telegram is not there; it comes with a checkout.
    """
    walked = Walked()
    theatre = checkout_theatre(walked)
    scripts = [script for path in paths for script in read(path)]
    played = [(script, tuple(asyncio.run(_mistakes(script, theatre)))) for script in scripts]
    return Rehearsal(tuple(played), walked)


def transcript_faults(folder: Path, flow: Flow) -> tuple[Fault, ...]:
    """Where the transcripts of a folder differ, and what of the flow none of them walks.

    Raises:
        ContentBroken: a transcript can't be read.
        CheckoutMissing: this is not a checkout.
    """
    rehearsal = rehearse(sorted(folder.glob("*.chat")))
    wrong = [
        Fault(
            os.path.relpath(mismatch.act.path),
            mismatch.act.line,
            mismatch.impossible or "the bot does something else; `postbode play` shows what",
        )
        for mismatch in rehearsal.mismatches
    ]
    return (*wrong, *rehearsal.walked.missing(flow))


async def _mistakes(script: Script, theatre: Theatre) -> list[Mismatch]:
    return [wrong for _, wrong in await play(script, theatre) if wrong]


def checkout_theatre(walked: Walked) -> Theatre:
    """The theatre of a checkout: the real bot on the offline Telegram of tests/.

    Raises:
        CheckoutMissing: this is not a checkout.
    """
    try:
        stage = importlib.import_module("tests.stage")
    except ImportError as error:
        raise CheckoutMissing(reason=error) from error
    opened: Theatre = stage.theatre(walked)
    return opened


def accept(mismatches: Iterable[Mismatch]) -> set[Path]:
    """Put what the bot did into the transcripts in the place of what was expected.

    Pictures and documents are put beside them.

    Returns:
        The transcripts that were changed.
    """
    files: dict[Path, dict[int, Mismatch]] = {}
    for mismatch in mismatches:
        if not mismatch.impossible:
            files.setdefault(mismatch.act.path, {})[mismatch.act.line] = mismatch
    for path, wrong in files.items():
        lines = path.read_text(encoding="utf-8").splitlines()
        for line in sorted(wrong, reverse=True):
            first, last = wrong[line].act.span
            lines[first:last] = _as_files_say(wrong[line])
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return set(files)


def _as_files_say(mismatch: Mismatch) -> tuple[str, ...]:
    """The lines to be accepted, once the files that they name are written."""
    folder = mismatch.act.path.parent / FILES
    for one in mismatch.seen:
        if one.file:
            folder.mkdir(exist_ok=True)
            (folder / one.file).write_bytes(one.content)
    lines = mismatch.actual
    for one in mismatch.seen:
        lines = tuple(map(one.accepted, lines))
    return lines
