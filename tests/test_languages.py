"""How complete the languages are, and how a new one begins."""

import json
import shutil
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from click.testing import CliRunner
from ruamel.yaml import YAML

from bot.check import check
from bot.cli import main
from bot.errors import LanguageThere, LanguageUnheard
from bot.helpdesk import Helpdesk, load_helpdesk
from bot.languages import Share, as_data, completeness, new_language, table
from bot.paths import FLOWS, LOCALES
from bot.po_faults import po_faults
from bot.render.catalog import read_catalog
from bot.texts import all_texts


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Copies of flows/ and locales/ that a test may change."""
    flows, locales = tmp_path / "flows", tmp_path / "locales"
    shutil.copytree(FLOWS, flows)
    shutil.copytree(LOCALES, locales)
    return flows, locales


@pytest.mark.parametrize("code", ["pl", "lt", "pt", "fi"])
def test_a_skeleton_lacks_nothing_but_translations(
    helpdesk: Helpdesk, folders: tuple[Path, Path], code: str
) -> None:
    """The skeleton of a language holds every text, in a PO file that has no fault."""
    shutil.rmtree(folders[1])
    folders[1].mkdir()
    (folders[0] / "words" / f"{code}.yaml").unlink(missing_ok=True)
    po, words = new_language(code, helpdesk, *folders)
    with po.open("rb") as file:
        entries = [message for message in read_po(file) if message.id]
    assert {str(m.id) for m in entries} == set(all_texts(helpdesk.flow, helpdesk.facts))
    assert all(m.locations and not m.string and not m.fuzzy for m in entries)
    assert not list(po_faults(po, read_catalog(po)))
    assert (
        YAML(typ="safe").load(words).keys()
        == YAML(typ="safe").load(folders[0] / "words" / "en.yaml").keys()
    )


def test_a_language_that_has_begun_works(helpdesk: Helpdesk, folders: tuple[Path, Path]) -> None:
    """From its first moment a language can be chosen; what is missing is said in English."""
    for path in (folders[1] / "pl.po", folders[0] / "words" / "pl.yaml"):
        path.unlink(missing_ok=True)
    new_language("pl", helpdesk, *folders)
    began = load_helpdesk(flows=folders[0], locales=folders[1])
    assert began.languages["pl"] == "Polski"
    assert {fault.file for fault in check(*folders)} == {"locales/pl.po"}
    (polish,) = (c for c in completeness(began, *folders) if c.language == "pl")
    assert (polish.texts.done, polish.words.done, polish.complete) == (0, 0, False)
    assert polish.labels.done > 0


@pytest.mark.parametrize("code", ["xx", "", "../nl", "nl nl"])
def test_a_language_that_nobody_speaks_is_refused(
    helpdesk: Helpdesk, folders: tuple[Path, Path], code: str
) -> None:
    """A code that stands for no language writes nothing."""
    with pytest.raises(LanguageUnheard):
        new_language(code, helpdesk, *folders)


@pytest.mark.parametrize("code", ["nl", "en"])
def test_a_language_that_is_there_is_left_alone(
    helpdesk: Helpdesk, folders: tuple[Path, Path], code: str
) -> None:
    """What translators have written is never overwritten."""
    before = (folders[1] / "nl.po").read_bytes()
    with pytest.raises(LanguageThere):
        new_language(code, helpdesk, *folders)
    assert (folders[1] / "nl.po").read_bytes() == before


def test_what_is_missing_is_counted(folders: tuple[Path, Path]) -> None:
    """A text without translation and a list without words count as missing."""
    po, words = folders[1] / "nl.po", folders[0] / "words" / "nl.yaml"
    text = po.read_text(encoding="utf-8")
    po.write_text(text.replace('msgstr "Het werkt"', 'msgstr ""', 1), encoding="utf-8")
    lists = YAML(typ="safe").load(words)
    lists["alone"]["works"] = []
    YAML(typ="safe").dump(lists, words)
    helpdesk = load_helpdesk(flows=folders[0], locales=folders[1])
    before = {c.language: c for c in completeness(helpdesk, FLOWS, LOCALES)}
    after = {c.language: c for c in completeness(helpdesk, *folders)}
    assert after["en"] == before["en"]
    assert after["nl"].texts.done == before["nl"].texts.done - 1
    assert after["nl"].words.done == before["nl"].words.done - 1
    assert not after["nl"].complete


def test_the_table_and_the_data_say_the_same(helpdesk: Helpdesk) -> None:
    """Each language is a line of the table and an entry of the data, English first."""
    found = completeness(helpdesk, FLOWS, LOCALES)
    lines = table(found).split("\n")[1:]
    data = as_data(found)
    assert [line.split()[0] for line in lines] == [one["language"] for one in data]
    assert data[0]["language"] == "en"
    for line, one in zip(lines, data, strict=True):
        for kind in ("texts", "words", "labels"):
            assert str(Share(**one[kind])) in line


def test_the_command_prints_both(helpdesk: Helpdesk) -> None:
    """`postbode languages` prints the table, or JSON for programs."""
    printed = CliRunner().invoke(main, ["languages"])
    assert printed.stdout.strip() == table(completeness(helpdesk, FLOWS, LOCALES)).strip()
    data = json.loads(CliRunner().invoke(main, ["languages", "--format", "json"]).stdout)
    assert [one["language"] for one in data] == list(helpdesk.languages)


def test_the_command_writes_no_language_twice() -> None:
    """`postbode new-language nl` says that it is there and how to go on."""
    refused = CliRunner().invoke(main, ["new-language", "nl"])
    assert refused.exit_code == 2
    assert "postbode languages" in refused.output
