"""The phrase lists."""

from pathlib import Path

import pytest

from bot.engine.flow import Flow
from bot.engine.intent import PROGRAM
from bot.engine.phrases import STEM
from bot.engine.symptoms import TROUBLES
from bot.engine.understand import (
    HOWTO,
    NOTHING,
    SETTINGS,
    SETTINGS_CLASSES,
    WALKTHROUGH,
    understand,
)
from bot.engine.vocabulary import Vocabulary
from bot.errors import ContentBroken
from bot.paths import FLOWS
from bot.words import load_vocabulary, reading

LANGUAGES = ("nl", "en", "fr", "es", "it", "pl", "pt", "fi", "lt")
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


OPTIONAL = {"half", "denies_before", "imap_ssl", "pop_ssl", "starttls", "asks", "imap", "pop"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_class_of_settings_has_words(flow: Flow, language: str) -> None:
    """Each class that the engine knows has words in each language that needs it."""
    own = set(flow.vocabulary.languages[language].settings.values())
    shared = set(flow.vocabulary.shared.settings.values())
    assert own | OPTIONAL == SETTINGS_CLASSES
    assert own | shared >= {"imap", "pop"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_class_of_requests_has_words(flow: Flow, language: str) -> None:
    """What can be asked for and answered can be said in each language."""
    own = flow.vocabulary.languages[language]
    assert {"paid", "person", WALKTHROUGH, HOWTO, SETTINGS, *TROUBLES} <= {*own.anywhere.values()}
    assert {"yes", "no", "unknown", "back", "restart", "help"} <= {*own.alone.values()}


def test_every_class_is_used_by_some_choice(flow: Flow) -> None:
    """No class of words is understood without any choice that it can mean."""
    used = {word for state in flow.states.values() for c in state.choices() for word in c.words}
    used |= {f"program_{name}" for name in flow.programs}
    phrases = flow.vocabulary.phrases("en")
    classes = {*phrases.anywhere.values(), *phrases.alone.values()} - {HOWTO, NOTHING}
    programs = {name for name in classes if name.startswith(PROGRAM)}
    assert classes - programs - {WALKTHROUGH} <= used


def test_every_language_of_the_lists_has_secrets() -> None:
    """Each language has its own words for a password."""
    files = [path for path in (FLOWS / "words").glob("*.yaml") if path.stem in LANGUAGES]
    assert len(files) == len(LANGUAGES)
    assert all("secret:" in path.read_text(encoding="utf-8") for path in files)


def test_no_phrase_holds_a_pause(flow: Flow) -> None:
    """No phrase but the question mark itself holds a pause, at which sentences are cut."""
    for phrases in flow.vocabulary.languages.values():
        for words in (*phrases.settings, *phrases.anywhere, *phrases.alone):
            assert len(words) == 1 or all(word.removesuffix(STEM).isalnum() for word in words)
