"""The fault theatre: the book of conversations under each fault in turn.

    python -m tests.theatre            # or: make theatre

Whatever goes wrong, what the customer sees in the end is what they see when nothing does.
"""

import asyncio
import sys
from collections.abc import Callable, Iterator, Sequence

from bot.helpdesk import load_helpdesk
from bot.log import silence
from bot.render.catalog import languages
from bot.transcript import Act, Script
from bot.walked import Walked
from tests.book import WALKS, pages
from tests.stage import OfflineStage, theatre

Screen = tuple[tuple[str, str, tuple[tuple[str, ...], ...]], ...]
OUT_OF_ORDER = "presses in the wrong order"
"""Here the stale press is answered too, so that only what stands last in the chat is compared."""
METHODS = ("sendMessage", "editMessageText", "editMessageReplyMarkup", "answerCallbackQuery")


def _before_each(*said: str) -> Callable[[Sequence[Act]], Iterator[Act]]:
    """A fault that is armed before each act of a person."""

    def spoiled(acts: Sequence[Act]) -> Iterator[Act]:
        for act in acts:
            for words in said:
                yield Act(WALKS, act.line, "", "telegram", words)
            yield act

    return spoiled


def _restarting(acts: Sequence[Act]) -> Iterator[Act]:
    for act in acts:
        yield act
        yield Act(WALKS, act.line, "", "restarts")


def _tapping_twice(acts: Sequence[Act]) -> Iterator[Act]:
    for act in acts:
        twice = act.verb == "presses"
        yield Act(WALKS, act.line, act.who, act.verb, act.value, act.number, twice, act.language)


FAULTS: dict[str, Callable[[Sequence[Act]], Iterator[Act]]] = {
    "every update comes twice": _before_each("delivers the next update twice"),
    "a restart between any two turns": _restarting,
    "429 on each call": _before_each(*(f"429 on {method}, retry after 2" for method in METHODS)),
    "502 on each call": _before_each(*(f"502 on {method}" for method in METHODS)),
    "no connection at each call": _before_each(*(f"connection reset on {m}" for m in METHODS)),
    "time-out before each call": _before_each(*(f"time-out before {m}" for m in METHODS)),
    "time-out after each call": _before_each(*(f"time-out after {method}" for method in METHODS)),
    "the answer of each call is lost": _before_each(*(f"lost answer of {m}" for m in METHODS)),
    "double taps": _tapping_twice,
    OUT_OF_ORDER: _before_each("delivers the last press again before the next one"),
}


async def screen(script: Script, acts: Sequence[Act]) -> Screen:
    """What the customer sees at the end of a conversation."""
    async with theatre(Walked())(script) as stage:
        assert isinstance(stage, OfflineStage)
        for act in acts:
            await stage.do(act)
        return stage.screen()


async def perform(language: str, fault: str, every: int = 1) -> list[str]:
    """Play every n-th page of the book under a fault.

    Returns:
        The names of the conversations in which the customer sees something else in the end.
    """
    differ = []
    for number, (_, script) in enumerate(pages(load_helpdesk(), language)):
        if number % every == 0:
            plain = await screen(script, script.acts)
            spoiled = await screen(script, list(FAULTS[fault](script.acts)))
            seen = slice(-1, None) if fault == OUT_OF_ORDER else slice(None)
            if spoiled[seen] != plain[seen]:
                differ.append(script.name)
    return differ


def main() -> int:
    """Play the whole book under each fault in each language; returns the exit code."""
    silence()
    bad = 0
    for language in languages():
        for fault in FAULTS:
            differ = asyncio.run(perform(language, fault))
            bad += len(differ)
            verdict = f"{len(differ)} conversations differ" if differ else "the same in the end"
            sys.stdout.write(f"{language}  {fault}: {verdict}\n")
            sys.stdout.writelines(f"    {name}\n" for name in differ[:5])
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
