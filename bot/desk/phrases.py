"""flows/phrases.yaml -> ready answers, by the key that agents pick them with."""

import re
from pathlib import Path
from typing import Final

from pydantic import Field

from bot.engine.flow import Text
from bot.flow_file import SourceModel
from bot.paths import FLOWS
from bot.render.rich import names
from bot.source import collect, parse, read

PHRASES: Final = "phrases.yaml"
KNOWN: Final = {"number"}
"""The {names} that a phrase may hold."""
_KEY: Final = re.compile(r"[a-z]{2,20}")
MOST: Final = 1500
"""Characters of a phrase, so that a translation of it fits into a message too."""


class _PhrasesFile(SourceModel):
    """flows/phrases.yaml."""

    phrases: dict[str, str] = Field(min_length=1)


def load_phrases(directory: Path = FLOWS) -> dict[str, Text]:
    """Read and check the ready answers.

    Raises:
        ContentBroken: with every fault at once.
    """
    source = read(directory / PHRASES, directory)
    file = parse(source, _PhrasesFile)
    faults = []
    for key, text in file.phrases.items():
        at = ("phrases", key)
        if not _KEY.fullmatch(key):
            faults.append(source.fault(f"the key “{key}” is not 2 to 20 small letters", *at))
        unknown = sorted(names(text) - KNOWN)
        faults += [source.fault(f"unknown name {{{name}}}", *at) for name in unknown]
        if not text.strip() or len(text) > MOST:
            faults.append(source.fault(f"“{key}” has to have 1 to {MOST} characters", *at))
    collect(faults)
    return {
        key: Text(text.strip(), where=source.where("phrases", key))
        for key, text in file.phrases.items()
    }
