"""The phrase lists: flows/words/*.yaml -> Vocabulary."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from bot.engine.secrets import SecretWords
from bot.engine.understand import SETTINGS_CLASSES
from bot.engine.vocabulary import Phrases, PortMeaning, Vocabulary, Words, tokens
from bot.source import Fault, Gathering, Source, collect, parse, read

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
    secret: _Secret = _Secret()


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
    named = {tuple(tokens(name)): reading(language) for language, name in names.items()}
    gathering = Gathering()
    languages, secrets = {}, []
    for path in sorted((directory / "words").glob("*.yaml")):
        lists = gathering.tried(_load, path, directory)
        if lists is None:
            continue
        secrets.append(lists.secret)
        languages[path.stem] = Phrases(
            settings=_table(lists.settings),
            anywhere=_table(lists.anywhere),
            alone=_table(lists.alone) | named,
            filler=frozenset(word for phrase in lists.filler for word in tokens(phrase)),
        )
    gathering.settle()
    return Vocabulary(languages, ports, _secrets(secrets))


def _load(path: Path, directory: Path) -> _Words:
    source = read(path, directory)
    lists = parse(source, _Words)
    collect(_faults(source, lists))
    return lists


def _secrets(lists: list[_Secret]) -> SecretWords:
    """The words of all languages together: a password is one in any of them."""
    return SecretWords(
        names=tuple(word for secret in lists for word in secret.names),
        links=tuple(word for secret in lists for word in secret.links),
        ordinary=frozenset(word.casefold() for secret in lists for word in secret.ordinary),
        known=tuple(word.casefold() for secret in lists for word in secret.known),
    )


def reading(language: str) -> str:
    """The class of words that ask for a language."""
    return f"read_{language}"


def _table(lists: _Lists) -> dict[Words, str]:
    return {tuple(tokens(phrase)): name for name, phrases in lists.items() for phrase in phrases}


def _faults(source: Source, lists: _Words) -> Iterable[Fault]:
    for name in set(lists.settings) - SETTINGS_CLASSES:
        yield source.fault(f"unknown class “{name}”", "settings", name)
    for section in ("settings", "anywhere", "alone"):
        meanings: dict[Words, str] = {}
        for name, phrases in getattr(lists, section).items():
            for phrase in phrases:
                words = tuple(tokens(phrase))
                other = meanings.setdefault(words, name)
                if other != name:
                    message = f"“{phrase}” stands under “{other}” too"
                    yield source.fault(message, section, name)
                if not words:
                    yield source.fault(f"“{phrase}” holds no word", section, name)
