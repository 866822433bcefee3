"""The phrase lists: flows/words/*.yaml -> Vocabulary."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict

from bot.engine.letters import tokens
from bot.engine.phrases import Phrases, Words, cut
from bot.engine.secrets import SecretWords
from bot.engine.understand import SETTINGS_CLASSES
from bot.engine.vocabulary import PortMeaning, Vocabulary
from bot.source import Fault, Gathering, Source, collect, parse, read

SHARED: Final = "common"
"""The file of phrases that are typed in the same way in every language."""
_Lists = dict[str, list[str]]


class _Secret(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    names: list[str] = []
    links: list[str] = []
    ordinary: list[str] = []
    known: list[str] = []


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    settings: _Lists
    anywhere: _Lists
    alone: _Lists
    filler: list[str]
    common: list[str] = []
    secret: _Secret = _Secret()

    def phrases(self) -> Phrases:
        return Phrases(
            settings=_table(self.settings),
            anywhere=_table(self.anywhere),
            alone=_table(self.alone),
            filler=_single(self.filler),
            common=_single(self.common),
        )


def load_vocabulary(
    directory: Path, ports: Mapping[str, PortMeaning], names: Mapping[str, str]
) -> Vocabulary:
    """Read flows/words/ below `directory`.

    Args:
        directory: the folder flows/.
        ports: what each port number means.
        names: the name of each language in that language; typing it means `reading(language)`.

    Raises:
        ContentBroken: with every fault at once.
    """
    gathering = Gathering()
    found: dict[str, _Words] = {}
    for path in sorted((directory / "words").glob("*.yaml")):
        if lists := gathering.tried(_load, path, directory):
            found[path.stem] = lists
    gathering.settle()
    secrets = _secrets(found.values())
    languages = {name: lists.phrases() for name, lists in found.items()}
    named = Phrases(alone={cut(name): reading(code) for code, name in names.items()})
    shared = named.over(languages.pop(SHARED, Phrases()))
    return Vocabulary(languages, ports, secrets, shared)


def _load(path: Path, directory: Path) -> _Words:
    source = read(path, directory)
    lists = parse(source, _Words)
    collect(_faults(source, lists))
    return lists


def _secrets(files: Iterable[_Words]) -> SecretWords:
    """The words of all languages together: a password is one in any of them."""
    lists = [file.secret for file in files]
    return SecretWords.of(
        names=(word for secret in lists for word in secret.names),
        links=(word for secret in lists for word in secret.links),
        ordinary=(word for secret in lists for word in secret.ordinary),
        known=(word for secret in lists for word in secret.known),
    )


def reading(language: str) -> str:
    """The class of words that ask for a language."""
    return f"read_{language}"


def _single(phrases: Iterable[str]) -> frozenset[str]:
    return frozenset(word for phrase in phrases for word in tokens(phrase))


def _table(lists: _Lists) -> dict[Words, str]:
    return {cut(phrase): name for name, phrases in lists.items() for phrase in phrases}


def _faults(source: Source, lists: _Words) -> Iterable[Fault]:
    for name in set(lists.settings) - SETTINGS_CLASSES:
        yield source.fault(f"unknown class “{name}”", "settings", name)
    for section in ("settings", "anywhere", "alone"):
        meanings: dict[Words, str] = {}
        for name, phrases in getattr(lists, section).items():
            for phrase in phrases:
                words = cut(phrase)
                other = meanings.setdefault(words, name)
                if other != name:
                    message = f"“{phrase}” stands under “{other}” too"
                    yield source.fault(message, section, name)
                if not words:
                    yield source.fault(f"“{phrase}” holds no word", section, name)
