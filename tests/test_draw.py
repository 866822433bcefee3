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


def names(flow: Flow) -> set[str]:
    """The states of conversations, and those of a ticket."""
    return {*flow.states, *(f"ticket.{name}" for name in flow.life.stages)}


def test_every_state_is_drawn_once(flow: Flow) -> None:
    """Each state stands in the diagrams, once, under its own file."""
    assert sorted(re.findall(r'state "([\w.]+)" as', draw(flow))) == sorted(names(flow))


def test_every_arrow_leads_to_a_state(flow: Flow) -> None:
    """Each arrow leads from one state of the flow to another."""
    known = {name.replace(".", "_") for name in names(flow)} | {"[*]"}
    arrows = re.findall(r"^    (\S+) --> (\w+)", draw(flow), re.MULTILINE)
    assert len(arrows) > 20
    assert {end for arrow in arrows for end in arrow} <= known


def test_drawing_twice_gives_the_same(flow: Flow) -> None:
    """The diagrams do not depend on anything but the flow."""
    assert draw(flow) == draw(flow)


def test_the_life_of_a_ticket_is_drawn(flow: Flow) -> None:
    """Each state and each move of a ticket stands in the drawing, with those who may make it."""
    drawn = draw(flow).partition("The life of a ticket")[2]
    for stage in flow.life.stages.values():
        assert f" ticket_{stage.name} --> [*]" in drawn or not stage.ends
        for move, target in stage.moves.items():
            arrow = f" ticket_{stage.name} --> ticket_{target}:"
            line = next(line for line in drawn.splitlines() if arrow in line)
            assert f"{move} ({', '.join(flow.life.moves[move].by)})" in line
    assert "paid_contact --> paid_time: typed" in draw(flow)
