"""What customers tell of their trouble: flows/symptoms/*.yaml -> patterns and words."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, RootModel

from bot.engine.doctor import DoctorWords, words_of
from bot.engine.errors import ErrorPattern
from bot.source import Fault, Source, collect, parse, read

CLASSES: Final = frozenset(
    {
        *(
            "incoming",
            "outgoing",
            "server",
            "port",
            "email_address",
            "user_name",
            "password",
            "ssl",
        ),
        *("outgoing_authentication", "same_credentials", "ticked", "unticked"),
    }
)
"""What the settings doctor knows."""


class _Error(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    means: str
    texts: list[str] = []
    numbers: list[int] = []


class _Errors(RootModel[list[_Error]]):
    pass


class _Settings(RootModel[dict[str, dict[str, list[str]]]]):
    pass


def load_symptoms(directory: Path) -> tuple[tuple[ErrorPattern, ...], DoctorWords]:
    """Read flows/symptoms/ below `directory`; a folder of flows may do without.

    Raises:
        ContentBroken: with every fault at once.
    """
    folder = directory / "symptoms"
    if not folder.is_dir():
        return (), DoctorWords()
    errors = read(folder / "errors.yaml", directory)
    settings = read(folder / "settings.yaml", directory)
    listed, named = parse(errors, _Errors).root, parse(settings, _Settings).root
    collect([*_error_faults(errors, listed), *_setting_faults(settings, named)])
    phrases = {
        words_of(phrase): meaning
        for classes in named.values()
        for meaning, found in classes.items()
        for phrase in found
    }
    return tuple(_pattern(errors, i, e) for i, e in enumerate(listed)), DoctorWords(phrases)


def _pattern(source: Source, number: int, error: _Error) -> ErrorPattern:
    texts = tuple(re.compile(text, re.IGNORECASE) for text in error.texts)
    return ErrorPattern(error.means, texts, tuple(error.numbers), source.where(number))


def _error_faults(source: Source, errors: list[_Error]) -> Iterator[Fault]:
    for i, error in enumerate(errors):
        for text in error.texts:
            try:
                re.compile(text)
            except re.error as wrong:
                yield source.fault(f"“{text}” is no regular expression: {wrong}", i)


def _setting_faults(source: Source, named: dict[str, dict[str, list[str]]]) -> Iterator[Fault]:
    for language, classes in named.items():
        for name in set(classes) - CLASSES:
            yield source.fault(f"unknown class of fields “{name}”", language, name)
