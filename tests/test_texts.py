"""The texts of customers and the PO files that translate them."""

from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from bot.errors import ContentBroken
from bot.helpdesk import Helpdesk
from bot.texts import all_texts, update_catalog

HEAD = """\
# A comment at the top.
msgid ""
msgstr ""
"Language: nl\\n"
"Content-Type: text/plain; charset=utf-8\\n"

"""
PO = (
    HEAD
    + """\
# A hint for translators.
#: flows/a.yaml
msgid "kept"
msgstr "één ‘blijft’"

msgid "gone"
msgstr "weg"

#, fuzzy
msgid "doubtful"
msgstr "twijfel"
"""
)
TEXTS = {"kept": "flows/a.yaml:3", "new {name}": "flows/b.yaml:7", "doubtful": "flows/b.yaml:9"}


def updated(folder: Path, texts: dict[str, str], po: str = PO) -> str:
    """The PO file after it was brought up to date."""
    path = folder / "nl.po"
    path.write_text(po, encoding="utf-8")
    return update_catalog(path, texts).decode("utf-8")


def test_a_translation_is_kept(tmp_path: Path) -> None:
    """A text that is still said keeps its translation and its comments."""
    text = updated(tmp_path, TEXTS)
    assert 'msgid "kept"\nmsgstr "één ‘blijft’"' in text
    assert "# A hint for translators." in text
    assert "# A comment at the top." in text


def test_a_new_text_is_added_empty(tmp_path: Path) -> None:
    """A new text comes without a translation, never with a guessed one."""
    assert 'msgid "new {name}"\nmsgstr ""' in updated(tmp_path, TEXTS)


def test_a_text_that_is_gone_is_marked(tmp_path: Path) -> None:
    """A text that nobody says any more is kept as obsolete."""
    text = updated(tmp_path, TEXTS)
    assert '#~ msgid "gone"\n#~ msgstr "weg"' in text
    assert '\nmsgid "gone"' not in text


def test_a_text_that_comes_back_has_its_translation(tmp_path: Path) -> None:
    """An obsolete text that is said again gets its old translation back."""
    without = updated(tmp_path, TEXTS)
    again = updated(tmp_path, {**TEXTS, "gone": "flows/a.yaml:9"}, without)
    assert '\nmsgid "gone"\nmsgstr "weg"' in again


def test_a_fuzzy_translation_stays_fuzzy(tmp_path: Path) -> None:
    """A translation that was marked as doubtful is not taken for good."""
    text = updated(tmp_path, TEXTS)
    assert '#, fuzzy\nmsgid "doubtful"' in text


def test_places_have_no_lines(tmp_path: Path) -> None:
    """Each text names its file without a line, so that moving it changes nothing here."""
    text = updated(tmp_path, TEXTS)
    assert "#: flows/b.yaml\n" in text
    assert "flows/b.yaml:7" not in text


def test_bringing_up_to_date_twice_changes_nothing(tmp_path: Path) -> None:
    """A file that is up to date stays as it is, byte by byte."""
    once = updated(tmp_path, TEXTS)
    assert updated(tmp_path, TEXTS, once) == once


def test_a_broken_file_is_left_alone(tmp_path: Path) -> None:
    """A file that is not a PO file is told, not overwritten."""
    path = tmp_path / "nl.po"
    path.write_text("rubbish", encoding="utf-8")
    with pytest.raises(ContentBroken):
        update_catalog(path, TEXTS)
    assert path.read_text(encoding="utf-8") == "rubbish"


def test_the_locales_are_up_to_date(helpdesk: Helpdesk) -> None:
    """The PO files of the repository hold exactly the texts that are said."""
    texts = all_texts(helpdesk.flow, helpdesk.facts)
    for path in sorted(helpdesk.locales.glob("*.po")):
        entries = {str(m.id) for m in read_po(BytesIO(path.read_bytes())) if m.id}
        assert entries == set(texts)


def test_every_text_has_a_place(helpdesk: Helpdesk) -> None:
    """Each text names a file and a line in which it begins."""
    root = helpdesk.locales.parent
    for text, where in all_texts(helpdesk.flow, helpdesk.facts).items():
        name, _, line = where.rpartition(":")
        lines = (root / name).read_text(encoding="utf-8").splitlines()
        begin = "".join(text.split()[:1])
        near = " ".join(lines[int(line) - 1 : int(line) + 4]) if name.endswith("yaml") else text
        assert begin in near, where


def test_no_text_is_empty(helpdesk: Helpdesk) -> None:
    """There is no empty text, which a PO file would take for its header."""
    assert all(text.strip() == text != "" for text in all_texts(helpdesk.flow, helpdesk.facts))
