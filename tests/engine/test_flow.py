"""The frozen data of a flow."""

from dataclasses import FrozenInstanceError, fields, replace

import pytest

from bot.engine.actions import Button
from bot.engine.events import Chose, Commanded, Event, Started, Typed
from bot.engine.flow import Choice, State, Text

STATE = State(
    "talk.start",
    texts=(Text("text"),),
    rows=((Choice("a"), Choice("b")), (Choice("c"),)),
    ways=(Choice("back"),),
    typed=(Choice("help"), Choice("a", label="other")),
    heading=(Text("heading"),),
    warnings=(Text("warning"),),
    notes=(Text("note"),),
)


def test_choices_with_a_button_come_first() -> None:
    """The choices of a state are its own, then the common ways, then those that are typed."""
    assert [c.key for c in STATE.choices()] == ["a", "b", "c", "back", "help", "a"]


def test_a_choice_is_found_by_its_key() -> None:
    """The first choice of a name is found; a name that no choice has finds none."""
    assert STATE.choice("a") == Choice("a")
    assert STATE.choice("gone") is None


def test_all_texts_are_named_once_in_order() -> None:
    """Every paragraph of a state is told, in the order in which it is shown."""
    assert [t.text for t in STATE.all_texts()] == ["heading", "warning", "note", "text"]


@pytest.mark.parametrize("event", [Started(), Commanded("help"), Chose("1"), Typed("x")])
def test_an_event_is_a_value(event: Event) -> None:
    """Events can be compared and hashed, and none of their fields can be changed."""
    assert len({event, replace(event)}) == 1
    (field,) = fields(event)
    with pytest.raises(FrozenInstanceError):
        setattr(event, field.name, "other")


def test_a_button_leads_nowhere_unless_told() -> None:
    """A button has no data and no link by itself."""
    assert (Button("a").data, Button("a").link) == ("", "")
