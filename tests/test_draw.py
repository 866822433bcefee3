"""The diagrams."""

import re
from pathlib import Path

import bot
from bot.draw import draw
from bot.engine.flow import Flow

PAGE = Path(bot.__file__).parent.parent / "docs" / "conversations.md"


def test_the_page_is_fresh(flow: Flow) -> None:
    """docs/conversations.md is what `postbode draw` draws today."""
    assert PAGE.read_text(encoding="utf-8") == draw(flow)


def test_every_state_is_drawn_once(flow: Flow) -> None:
    """Each state stands in the diagrams, once, under its own file."""
    assert sorted(re.findall(r'state "([\w.]+)" as', draw(flow))) == sorted(flow.states)


def test_every_arrow_leads_to_a_state(flow: Flow) -> None:
    """Each arrow leads from one state of the flow to another."""
    known = {name.replace(".", "_") for name in flow.states} | {"[*]"}
    arrows = re.findall(r"^    (\S+) --> (\w+)", draw(flow), re.MULTILINE)
    assert len(arrows) > 20
    assert {end for arrow in arrows for end in arrow} <= known


def test_drawing_twice_gives_the_same(flow: Flow) -> None:
    """The diagrams do not depend on anything but the flow."""
    assert draw(flow) == draw(flow)
