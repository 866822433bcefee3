"""The phrase lists."""

from pathlib import Path

import pytest

from bot.engine.flow import Flow
from bot.engine.understand import SETTINGS_CLASSES, understand
from bot.engine.vocabulary import Vocabulary, tokens
from bot.errors import ContentBroken
from bot.words import load_vocabulary, reading

LISTS = """\
settings: {imap: [imap, I-Map]}
anywhere: {person: [a real person]}
alone: {"yes": ["Oké!"]}
filler: [please, if you want]
"""


def load(root: Path, **files: str) -> Vocabulary:
    """The vocabulary of these files."""
    (root / "words").mkdir()
    for language, text in files.items():
        (root / "words" / f"{language}.yaml").write_text(text, encoding="utf-8")
    return load_vocabulary(root, {}, {"en": "English", "nl": "Nederlands"})


def test_phrases_are_read_as_they_are_typed(tmp_path: Path) -> None:
    """Phrases are cut into words in the same way as what customers type."""
    phrases = load(tmp_path, en=LISTS).phrases("en")
    assert phrases.settings == {("imap",): "imap", ("i", "map"): "imap"}
    assert phrases.anywhere == {("a", "real", "person"): "person"}
    assert phrases.filler == {"please", "if", "you", "want"}


def test_every_language_is_asked_for_by_its_name(flow: Flow) -> None:
    """Typing the name of a language asks for it, in whichever language one reads."""
    for language in flow.languages:
        for code, name in (("en", "English"), ("nl", "Nederlands")):
            assert understand(flow.vocabulary, name, language).meant == (reading(code),)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (LISTS.replace("imap:", "weather:"), "en.yaml:1: unknown class “weather”"),
        (LISTS.replace("imap:", "pop: [imap], imap:"), "“imap” stands under “pop” too"),
        (LISTS.replace("a real person", "—"), "en.yaml:2: “—” holds no word"),
        (LISTS.replace("filler", "fillers"), "Extra inputs are not permitted"),
        (LISTS.replace("[imap, I-Map]", "imap"), "settings.imap: Input should be a valid list"),
        (LISTS.replace("[imap, I-Map]", "[no, 3]"), "settings.imap.1: Input should be a valid str"),
    ],
)
def test_a_wrong_list_is_told(tmp_path: Path, text: str, message: str) -> None:
    """A list with an unknown class, a phrase twice or without words is told with its line."""
    with pytest.raises(ContentBroken) as caught:
        load(tmp_path, en=text)
    assert message in str(caught.value)


def test_faults_of_all_languages_are_told_at_once(tmp_path: Path) -> None:
    """Faults in the lists of several languages are told together."""
    wrong = LISTS.replace("imap:", "weather:")
    with pytest.raises(ContentBroken) as caught:
        load(tmp_path, en=wrong, nl=wrong)
    assert len(caught.value.faults) == 2


def test_every_class_of_settings_has_words(flow: Flow) -> None:
    """Each class that the engine knows has words in each language of the lists."""
    for language in ("en", "nl"):
        own = flow.vocabulary.languages[language]
        assert set(own.settings.values()) == SETTINGS_CLASSES


def test_every_class_is_used_by_some_choice(flow: Flow) -> None:
    """No class of words is understood without any choice that it can mean."""
    used = {word for state in flow.states.values() for c in state.choices() for word in c.words}
    used |= {f"program_{name}" for name in flow.programs}
    phrases = flow.vocabulary.phrases("en")
    assert {*phrases.anywhere.values(), *phrases.alone.values()} <= used


def test_no_phrase_holds_a_pause(flow: Flow) -> None:
    """No phrase but the question mark itself holds a pause, at which sentences are cut."""
    for phrases in flow.vocabulary.languages.values():
        for words in (*phrases.settings, *phrases.anywhere, *phrases.alone):
            assert len(words) == 1 or tokens(" ".join(words)) == list(words)
            assert len(words) == 1 or all(word.isalnum() for word in words)
