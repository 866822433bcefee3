"""YAML that is remembered between runs."""

import hashlib
import json
from pathlib import Path

import pytest

from bot import marked
from bot.marked import Marked, NotYaml, load
from bot.paths import FLOWS

TEXT = "a: 1\nb:\n  - c\n  - yes: no\n"
READ = Marked(
    {"a": 1, "b": ["c", {"yes": "no"}]},
    {"a": [1, None], "b": [2, [[3, None], [4, {"yes": [4, None]}]]]},
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of our own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "postbode" / hashlib.sha256(str(FLOWS.parent).encode()).hexdigest()[:12]


def forget_how_to_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on nothing can be read anew."""

    def fail(text: str) -> Marked:
        raise AssertionError(text)

    monkeypatch.setattr(marked, "parsed", fail)


def test_what_was_read_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second time, the same text is not read again, and is the same to its types."""
    assert json.loads(json.dumps(load(TEXT, "flows/a.yaml"))) == list(READ)
    forget_how_to_read(monkeypatch)
    assert load(TEXT, "flows/a.yaml") == READ


def test_another_text_is_read_anew() -> None:
    """A text that was changed is read, and takes the place of the other."""
    load(TEXT, "flows/a.yaml")
    assert load("a: 2\n", "flows/a.yaml").data == {"a": 2}


def test_a_text_without_a_name_is_not_remembered(folder: Path) -> None:
    """Files that are not our own leave no trace."""
    load(TEXT, "")
    assert not folder.exists()


@pytest.mark.parametrize("kept", [b"", b"{", b"[]", b"\xff", b'{"of": "x"}'])
def test_a_damaged_memory_does_no_harm(folder: Path, kept: bytes) -> None:
    """What can't be used of the cache folder is read anew and written again."""
    load(TEXT, "a")
    (folder / "a.json").write_bytes(kept)
    assert load(TEXT, "a") == READ
    assert json.loads((folder / "a.json").read_text("utf-8"))["made"] == list(READ)


def test_a_folder_that_can_not_be_made_does_no_harm(folder: Path) -> None:
    """Without a cache folder everything works, only slower."""
    folder.parent.mkdir()
    folder.write_text("a file in its place", encoding="utf-8")
    assert load(TEXT, "a") == READ


def test_no_home_is_no_folder_named_tilde(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the user has no home, nothing is written into the folder one happens to be in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("platformdirs.user_cache_path", lambda name: Path("~") / name)
    assert load(TEXT, "a") == READ
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_json_is_not_remembered(folder: Path) -> None:
    """A date is read as one, and not kept."""
    assert load("a: 2012-11-26", "a").data["a"].year == 2012
    assert not (folder / "a.json").exists()


def test_what_is_not_yaml_has_a_line() -> None:
    """The place and the reason are told, on one line."""
    with pytest.raises(NotYaml) as caught:
        load("a: 1\nb: [", "a")
    assert caught.value.line >= 2
    assert "\n" not in caught.value.reason
