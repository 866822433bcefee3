"""The phrase lists: flows/words/*.yaml -> Vocabulary."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from bot.engine.letters import Words, tokens
from bot.engine.phrases import Phrases, cut
from bot.engine.secrets import SecretWords
from bot.engine.together import Together
from bot.engine.vocabulary import PortMeaning, Vocabulary
from bot.source import Gathering, collect, parse, read
from bot.word_faults import word_faults
from bot.word_file import Lists, SecretLists, WordFile

SHARED: Final = "common"
"""The file of phrases that are typed in the same way in every language."""


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
    found: dict[str, WordFile] = {}
    for path in sorted((directory / "words").glob("*.yaml")):
        if lists := gathering.tried(_load, path, directory):
            found[path.stem] = lists
    gathering.settle()
    secrets = _secrets(found.values())
    languages = {name: _phrases(lists) for name, lists in found.items()}
    named = Phrases(alone={cut(name): reading(code) for code, name in names.items()})
    shared = named.over(languages.pop(SHARED, Phrases()))
    return Vocabulary(languages, ports, secrets, shared)


def _load(path: Path, directory: Path) -> WordFile:
    source = read(path, directory)
    lists = parse(source, WordFile)
    collect(word_faults(source, lists))
    return lists


def _phrases(lists: WordFile) -> Phrases:
    return Phrases(
        settings=_table(lists.settings),
        anywhere=_table(lists.anywhere),
        alone=_table(lists.alone),
        filler=_single(lists.filler),
        common=_single(lists.common),
        together=Together(_grouped(lists.groups), _patterns(lists.together)),
    )


def _secrets(files: Iterable[WordFile]) -> SecretWords:
    """The words of all languages together: a password is one in any of them."""
    lists = [file.secret.model_dump() for file in files]
    names = SecretLists.model_fields
    return SecretWords.of({name: [w for secret in lists for w in secret[name]] for name in names})


def reading(language: str) -> str:
    """The class of words that ask for a language."""
    return f"read_{language}"


def _single(phrases: Iterable[str]) -> frozenset[str]:
    return frozenset(word for phrase in phrases for word in tokens(phrase))


def _table(lists: Lists) -> dict[Words, str]:
    return {cut(phrase): name for name, phrases in lists.items() for phrase in phrases}


def _grouped(groups: Lists) -> dict[Words, frozenset[str]]:
    names: defaultdict[Words, set[str]] = defaultdict(set)
    for name, phrases in groups.items():
        for phrase in phrases:
            names[cut(phrase)].add(name)
    return {phrase: frozenset(held) for phrase, held in names.items()}


def _patterns(together: Lists) -> dict[frozenset[str], str]:
    lists = together.items()
    return {frozenset(pattern.split()): name for name, patterns in lists for pattern in patterns}
