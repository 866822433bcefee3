"""Reading flows/*.yaml; what can be wrong in them is in test_check.py."""

from itertools import product
from pathlib import Path

import pytest

from bot.engine.answers import Answers
from bot.engine.flow import BACK, Flow
from bot.engine.guards import Context, hold
from bot.errors import ContentBroken
from bot.flow import load_flow
from bot.words import reading

COMMON = """\
start: talk.start
everywhere:
  back: {label: Back, to: back, when: came_from}
  home: {label: Home, to: talk.start, clears: true, words: restart}
  help: {to: talk.more, command: help}
hint: Tap a button.
warning: No passwords.
"""
TALK = """\
states:
  start:
    text: Hello.
    hint: Say yes.
    choices:
      - "yes": {label: "Yes", to: [talk.end, talk.more], records: {protocol: pop}, words: "yes"}
        home:
  more:
    text:
      - One.
      - {when: [not pop, imap], text: "  Two. "}
    choices: languages
  end:
    needs: complete
    shows: settings
    heading: Values
    text: The end.
"""


def load(root: Path, talk: str = TALK, common: str = COMMON) -> Flow:
    """The flow of these two files, in English and Dutch."""
    flows = root / "flows"
    (flows / "words").mkdir(parents=True)
    (flows / "common.yaml").write_text(common, encoding="utf-8")
    (flows / "talk.yaml").write_text(talk, encoding="utf-8")
    return load_flow(flows, languages={"en": "English", "nl": "Nederlands"}, programs={}, ports={})


def test_states_are_named_by_file_and_name(tmp_path: Path) -> None:
    """A state is called by its file and its own name, and knows its place."""
    states = load(tmp_path).states
    assert {name: state.where for name, state in states.items()} == {
        "talk.start": "flows/talk.yaml:2",
        "talk.more": "flows/talk.yaml:8",
        "talk.end": "flows/talk.yaml:13",
    }


def test_what_a_state_needs_guards_the_ways_to_it(tmp_path: Path) -> None:
    """A choice that leads to a state asks for all that the state needs."""
    choice = load(tmp_path).states["talk.start"].choice("yes")
    assert choice
    assert [(t.state, t.when) for t in choice.targets] == [
        ("talk.end", ("complete",)),
        ("talk.more", ()),
    ]
    assert choice.records == Answers(None, "pop")


def test_a_way_that_is_placed_is_not_added_again(tmp_path: Path) -> None:
    """A common way stands where the state places it, and else below."""
    states = load(tmp_path).states
    assert [[c.key for c in row] for row in states["talk.start"].rows] == [["yes", "home"]]
    assert [c.key for c in states["talk.start"].ways] == ["back"]
    assert [c.key for c in states["talk.end"].ways] == ["back", "home"]


def test_a_way_without_a_label_is_typed(tmp_path: Path) -> None:
    """A common way without a label has no button in any state."""
    typed = [c.key for c in load(tmp_path).states["talk.end"].typed]
    assert typed == ["help", reading("en"), reading("nl")]


def test_languages_are_offered_by_their_own_names(tmp_path: Path) -> None:
    """A state with the languages has a button for each, which leads back."""
    (row,) = load(tmp_path).states["talk.more"].rows
    assert [(c.label, c.language) for c in row] == [("English", "en"), ("Nederlands", "nl")]
    assert {t.state for c in row for t in c.targets} == {BACK}


def test_texts_may_have_conditions(tmp_path: Path) -> None:
    """A paragraph is a text, or a text with guards; the space around it does not count."""
    texts = load(tmp_path).states["talk.more"].texts
    assert [(t.text, t.when) for t in texts] == [("One.", ()), ("Two.", ("not pop", "imap"))]


def test_a_state_has_its_own_hint_or_the_common_one(tmp_path: Path) -> None:
    """The hint of a state goes before the one that all have."""
    states = load(tmp_path).states
    assert (states["talk.start"].hint, states["talk.end"].hint) == ("Say yes.", "Tap a button.")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("text: Hello.", "text: 3"),
        ("text: Hello.", "txt: Hello."),
        ("shows: settings", "shows: pictures"),
        ("protocol: pop", "protocol: smtp"),
        ("protocol: pop", "incoming_ssl: 'true'"),
        ("choices: languages", "choices: colours"),
        ("needs: complete", "needs: {a: b}"),
        ("states:", "state:"),
    ],
)
def test_a_wrong_entry_is_refused(tmp_path: Path, old: str, new: str) -> None:
    """An unknown entry, or one of the wrong type, is a fault of the file."""
    with pytest.raises(ContentBroken) as caught:
        load(tmp_path, TALK.replace(old, new))
    assert all(fault.file == "flows/talk.yaml" for fault in caught.value.faults)


def test_a_state_without_states_is_refused(tmp_path: Path) -> None:
    """A file without any state is a fault."""
    with pytest.raises(ContentBroken, match=r"flows/talk.yaml:1: states"):
        load(tmp_path, "states: {}\n")


def test_every_state_of_the_bot_has_a_text(flow: Flow) -> None:
    """No state is silent, and one that shows settings has a heading for all of them."""
    ssl = (None, True, False)
    said = [Answers(None, p, i, o) for p, i, o in product((None, "imap", "pop"), ssl, ssl)]
    seen = [Context(answers, flow.program(answers), frozenset()) for answers in said]
    for state in flow.states.values():
        assert all(any(hold(text.when, at) for text in state.texts) for at in seen), state.name
        guards = {guard for text in state.heading for guard in text.when}
        complete = {"both_ssl", "no_ssl", "incoming_ssl_only", "outgoing_ssl_only"}
        assert state.shows != "settings" or (state.heading and guards in (set(), complete))
