"""YAML files with the line of every entry, and the faults found in them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from pydantic import BaseModel, ValidationError

from bot.errors import ContentBroken
from bot.marked import NotYaml, load
from bot.paths import FLOWS

Model = TypeVar("Model", bound=BaseModel)
Loaded = TypeVar("Loaded")
Args = ParamSpec("Args")


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Something wrong in a file; its text reads FILE:LINE: what is wrong."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


@dataclass(frozen=True)
class Source:
    """A YAML file as it was read.

    Attributes:
        path: where it is.
        name: how messages call it, its path below the folder that holds flows/.
        data: its content, as plain types.
        marks: the line of every entry; see bot/marked.py.
    """

    path: Path
    name: str
    data: Any
    marks: Any

    def line(self, *keys: str | int) -> int:
        """The line, from 1, of the entry that the keys lead to, or of the nearest one above it."""
        marks, line = self.marks, 1
        for key in keys:
            if isinstance(marks, dict) and key in marks:
                line, marks = marks[str(key)]
            elif isinstance(marks, list) and isinstance(key, int) and key < len(marks):
                line, marks = marks[key]
        return line

    def where(self, *keys: str | int) -> str:
        """FILE:LINE of the entry that the keys lead to."""
        return f"{self.name}:{self.line(*keys)}"

    def fault(self, message: str, *keys: str | int) -> Fault:
        """A fault of the entry that the keys lead to."""
        return Fault(self.name, self.line(*keys), message)


def read(path: Path, root: Path) -> Source:
    """Read a YAML 1.2 file below `root`.

    Raises:
        ContentBroken: it is missing, or is not YAML.
    """
    name = path.relative_to(root.parent).as_posix()
    try:
        marked = load(path.read_text(encoding="utf-8"), name if root == FLOWS else "")
    except OSError as error:
        raise ContentBroken([Fault(name, 1, f"can't be read: {error.strerror}")]) from error
    except UnicodeDecodeError as error:
        raise ContentBroken([Fault(name, 1, f"is not UTF-8: {error.reason}")]) from error
    except NotYaml as error:
        raise ContentBroken([Fault(name, error.line, f"is not YAML: {error.reason}")]) from error
    return Source(path, name, *marked)


def parse(source: Source, model: type[Model]) -> Model:
    """Check a file's content against a model.

    Raises:
        ContentBroken: with every fault at once.
    """
    try:
        return model.model_validate(source.data)
    except ValidationError as error:
        faults = [
            source.fault(f"{_path(e['loc'])}: {e['msg']}", *e["loc"])
            for e in error.errors(include_url=False)
        ]
        raise ContentBroken(faults) from error


def _path(loc: tuple[str | int, ...]) -> str:
    return ".".join(map(str, loc)) or "the file"


class Gathering:
    """Goes on after a fault, so that all of them are told at once.

    Attributes:
        found: the faults so far.
    """

    def __init__(self) -> None:
        self.found: list[Fault] = []

    def tried(
        self, load: Callable[Args, Loaded], *args: Args.args, **named: Args.kwargs
    ) -> Loaded | None:
        """What `load` returns; None when it found faults, which are kept."""
        try:
            return load(*args, **named)
        except ContentBroken as error:
            self.found += error.faults
            return None

    def settle(self) -> None:
        """Raise ContentBroken when there were faults.

        Raises:
            ContentBroken: with all of them, in order of file and line.
        """
        collect(self.found)


def collect(faults: Iterable[Fault]) -> None:
    """Raise ContentBroken when there are faults.

    Raises:
        ContentBroken: with all of them, in order of file and line.
    """
    found = sorted(set(faults))
    if found:
        raise ContentBroken(found)
