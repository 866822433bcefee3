"""What can be wrong in a file of words, beyond its shape."""

from collections.abc import Iterator
from typing import Final

from bot.engine.phrases import cut
from bot.engine.together import FEWEST
from bot.engine.understand import SETTINGS_CLASSES
from bot.source import Fault, Source
from bot.word_file import Lists, WordFile

_MARKED: Final = SETTINGS_CLASSES | {"port"}
"""The classes of settings that a pattern can name."""


def word_faults(source: Source, lists: WordFile) -> Iterator[Fault]:
    """Every fault of a file of words."""
    for name in set(lists.settings) - SETTINGS_CLASSES:
        yield source.fault(f"unknown class “{name}”", "settings", name)
    for section in ("settings", "anywhere", "alone"):
        yield from _phrase_faults(source, section, getattr(lists, section))
    yield from _group_faults(source, lists)
    for name, patterns in lists.together.items():
        if name not in lists.anywhere:
            yield source.fault(f"“{name}” is no class of `anywhere`", "together", name)
        for pattern in patterns:
            yield from _pattern_faults(source, lists, name, pattern)


def _phrase_faults(source: Source, section: str, lists: Lists) -> Iterator[Fault]:
    meanings: dict[tuple[str, ...], str] = {}
    for name, phrases in lists.items():
        for phrase in phrases:
            words = cut(phrase)
            other = meanings.setdefault(words, name)
            if other != name:
                yield source.fault(f"“{phrase}” stands under “{other}” too", section, name)
            if not words:
                yield source.fault(f"“{phrase}” holds no word", section, name)


def _group_faults(source: Source, lists: WordFile) -> Iterator[Fault]:
    used = {word for patterns in lists.together.values() for p in patterns for word in p.split()}
    for name, phrases in lists.groups.items():
        if name in _MARKED:
            yield source.fault(f"“{name}” is a class of `settings` too", "groups", name)
        if name not in used:
            yield source.fault(f"“{name}” stands in no pattern of `together`", "groups", name)
        for phrase in phrases:
            if not cut(phrase):
                yield source.fault(f"“{phrase}” holds no word", "groups", name)


def _pattern_faults(source: Source, lists: WordFile, name: str, pattern: str) -> Iterator[Fault]:
    held = set(pattern.split())
    for unknown in sorted(held - lists.groups.keys() - _MARKED):
        yield source.fault(f"“{pattern}”: no group “{unknown}”", "together", name)
    if len(held) < FEWEST:
        message = f"“{pattern}” needs two groups; what is enough by itself belongs to `anywhere`"
        yield source.fault(message, "together", name)
    others = {n for n, ps in lists.together.items() for p in ps if set(p.split()) == held} - {name}
    if others and name > min(others):
        yield source.fault(f"“{pattern}” stands under “{min(others)}” too", "together", name)
