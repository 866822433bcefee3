"""YAML -> plain data with the line of every entry, remembered between runs.

Reading YAML 1.2 with lines takes some 3 ms for each kB, so that nine languages of words would take
longer than everything else at the start. What was read is kept as JSON in the user's cache folder,
with the hash of the text; another text is read anew. Without such a folder it is only slower.
"""

import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

from bot import __version__

FOLDER: Final = "postbode"
_FORMAT: Final = "1"
"""The number of the layout below."""


class NotYaml(Exception):
    """A text is not YAML.

    Attributes:
        line: where it stops to be, from 1.
        reason: why.
    """

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(line, reason)
        self.line, self.reason = line, reason


class Marked(NamedTuple):
    """A YAML file as it was read.

    Attributes:
        data: its content as plain JSON types; keys are texts.
        marks: for a mapping, by key, and for a list, by place: the line of the entry, from 1, and
            the marks of its value; None for anything else.
    """

    data: Any
    marks: Any


def load(text: str, name: str) -> Marked:
    """Read YAML 1.2.

    Args:
        text: the YAML.
        name: under which it is remembered; empty for not at all.

    Raises:
        NotYaml: it is not YAML.
    """
    place = _place(name) if name else None
    digest = hashlib.sha256(f"{_FORMAT} {__version__}\n{text}".encode()).hexdigest()
    known = _remembered(place, digest) if place else None
    if known is None:
        known = _read(text)
        if place:
            _remember(place, digest, known)
    return known


def _read(text: str) -> Marked:
    from ruamel.yaml import YAML  # noqa: PLC0415 - slow to import, and rarely needed
    from ruamel.yaml.error import MarkedYAMLError, YAMLError  # noqa: PLC0415 - the same

    try:
        tree = YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise NotYaml(line, str(error.problem)) from error
    except YAMLError as error:
        raise NotYaml(1, " ".join(str(error).split())) from error
    return Marked(_plain(tree), _marks(tree))


def _plain(node: Any) -> Any:  # noqa: ANN401 - YAML holds anything
    if isinstance(node, dict):
        return {str(key): _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(value) for value in node]
    return str(node) if isinstance(node, str) else node


def _marks(node: Any) -> Any:  # noqa: ANN401 - YAML holds anything
    if isinstance(node, dict):
        lines: Any = node.lc  # type: ignore[attr-defined]  # ruamel.yaml puts it there
        return {str(key): [lines.key(key)[0] + 1, _marks(value)] for key, value in node.items()}
    if isinstance(node, list):
        lines = node.lc  # type: ignore[attr-defined]
        return [[lines.item(at)[0] + 1, _marks(value)] for at, value in enumerate(node)]
    return None


def _place(name: str) -> Path | None:
    """Where a file of that name is remembered; None where there is no cache folder."""
    from platformdirs import user_cache_path  # noqa: PLC0415 - only for files of our own

    folder = user_cache_path(FOLDER)
    return folder / f"{name.replace('/', '-')}.json" if folder.is_absolute() else None


def _remembered(place: Path, digest: str) -> Marked | None:
    try:
        kept = json.loads(place.read_bytes())
        return Marked(kept["data"], kept["marks"]) if kept["of"] == digest else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _remember(place: Path, digest: str, known: Marked) -> None:
    """Keep it for the next run, whole or not at all; what can't be kept is read again."""
    new = place.with_suffix(f".{os.getpid()}")
    with suppress(OSError, TypeError, ValueError):
        text = json.dumps({"of": digest, **known._asdict()}, ensure_ascii=False)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        new.write_text(text, encoding="utf-8")
        new.replace(place)
