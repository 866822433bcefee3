"""YAML files with the line of every entry."""

from pathlib import Path

import pytest
from pydantic import BaseModel

from bot.errors import ContentBroken
from bot.source import Fault, Source, collect, parse, read

TEXT = """\
# A comment.
start: here

states:
  first:
    text: One
    rows:
      - yes: {to: there}
      - {no: null}
"""


class Shape(BaseModel):
    """What the file should hold."""

    start: int
    states: dict[str, str]


@pytest.fixture
def source(tmp_path: Path) -> Source:
    """The text above, as it was read from flows/a.yaml."""
    path = tmp_path / "flows" / "a.yaml"
    path.parent.mkdir()
    path.write_text(TEXT, encoding="utf-8")
    return read(path, path.parent)


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        ((), 1),
        (("start",), 2),
        (("states",), 4),
        (("states", "first", "text"), 6),
        (("states", "first", "rows", 0), 8),
        (("states", "first", "rows", 0, "yes", "to"), 8),
        (("states", "first", "rows", 1, "no"), 9),
    ],
)
def test_every_entry_has_its_line(source: Source, keys: tuple[str | int, ...], line: int) -> None:
    """The line of an entry is where it stands in the file, counted from 1."""
    assert source.line(*keys) == line
    assert source.where(*keys) == f"flows/a.yaml:{line}"


@pytest.mark.parametrize("keys", [("states", "gone"), ("states", "first", "rows", 7), ("start", 0)])
def test_a_missing_entry_has_the_line_above_it(source: Source, keys: tuple[str | int, ...]) -> None:
    """An entry that is not there has the line of the nearest one that holds it."""
    assert source.line(*keys) == source.line(*keys[:-1])


def test_yes_and_no_are_words(source: Source) -> None:
    """The answers yes and no are read as words, not as booleans."""
    rows = source.data["states"]["first"]["rows"]
    assert [list(row) for row in rows] == [["yes"], ["no"]]


def test_every_wrong_entry_is_told(source: Source) -> None:
    """A file of the wrong shape gets a fault for each wrong entry, each with its line."""
    with pytest.raises(ContentBroken) as caught:
        parse(source, Shape)
    told = [(fault.line, fault.message.partition(":")[0]) for fault in caught.value.faults]
    assert told == [(2, "start"), (5, "states.first")]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a: [1", "flows/a.yaml:1: is not YAML"),
        (b"a: 1\na: 2\n", "flows/a.yaml:2: is not YAML"),
        (b"\xff\xfe", "flows/a.yaml:1: is not UTF-8"),
        (b"a: \x07", "flows/a.yaml:1: is not YAML"),
        (b"a: !!python/object:os.system {}\n- b", "flows/a.yaml:2: is not YAML"),
    ],
)
def test_a_file_that_is_not_yaml_says_so(source: Source, content: bytes, message: str) -> None:
    """What is not YAML, or holds a key twice, is told on one line with its place."""
    source.path.write_bytes(content)
    with pytest.raises(ContentBroken) as caught:
        read(source.path, source.path.parent)
    assert str(caught.value).startswith(message)
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize("content", ["", "just words", "- a\n- b\n", "1"])
def test_an_empty_file_is_told(source: Source, content: str) -> None:
    """A file that holds nothing, or something else than entries, gets a fault."""
    source.path.write_text(content, encoding="utf-8")
    with pytest.raises(ContentBroken, match=r"flows/a.yaml:1: the file: "):
        parse(read(source.path, source.path.parent), Shape)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """A file that is not there is told by its name."""
    with pytest.raises(ContentBroken, match=r"flows/b.yaml:1: can't be read: No such file"):
        read(tmp_path / "flows" / "b.yaml", tmp_path / "flows")


def test_faults_are_collected_once_in_order() -> None:
    """Collected faults are told once each, by file and line; none is no fault."""
    collect([])
    faults = [Fault("b", 2, "x"), Fault("b", 10, "x"), Fault("a", 9, "x"), Fault("b", 2, "x")]
    with pytest.raises(ContentBroken) as caught:
        collect(faults)
    assert list(map(str, caught.value.faults)) == ["a:9: x", "b:2: x", "b:10: x"]
