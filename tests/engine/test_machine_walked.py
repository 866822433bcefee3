"""The machine as a whole, walked over and never assumed."""

import pytest

from bot.engine.actions import Ask, ShowSettings
from bot.engine.callback import LIMIT
from bot.engine.events import Chose, Typed
from bot.engine.flow import Flow
from bot.engine.machine import explain
from tests.engine.walks import Place, buttons, go, places, started, walk

TYPED = ("relay", "address", "later", "reputation", "other", "found", "right")
"""States of trouble that an error message, or what was filled in, leads to."""
WAYS = ("back", "restart", "person", "paid", "language")


@pytest.fixture(scope="module")
def everywhere(flow: Flow) -> list[Place]:
    """Every place that can be reached by pressing buttons."""
    return list(places(flow))


def test_every_state_is_reached_by_pressing(flow: Flow, everywhere: list[Place]) -> None:
    """Every state is reached by buttons, but for those that are typed or commanded."""
    reached = {conversation.state for conversation, _ in everywhere}
    asked = {name for name, state in flow.states.items() if "tickets" not in state.needs}
    typed = {name for name in flow.states if name.startswith("privacy.")}
    typed |= {f"trouble.{name}" for name in TYPED}
    assert asked - reached == {"help.start", "help.cancelled", "file.qr_made", *typed}


def test_every_state_has_the_common_ways(flow: Flow, everywhere: list[Place]) -> None:
    """Each place offers back, start again, a person, the paid service and the language."""
    for conversation, actions in everywhere:
        offered = {button.data.split(":")[1] for button in buttons(actions)}
        leads_here = {"person": "person.start", "paid": "paid.start", "language": "language.choose"}
        missing = {way for way in WAYS if way not in offered}
        missing -= {way for way, state in leads_here.items() if state == conversation.state}
        at_start = conversation.state == flow.start
        assert missing == ({"back", "restart"} if at_start else set()), conversation


def test_every_place_has_a_way_out(everywhere: list[Place], flow: Flow) -> None:
    """From each place some button leads to another state."""
    for conversation, actions in everywhere:
        after = {go(flow, conversation, Chose(b.data))[0].state for b in buttons(actions)}
        assert after - {conversation.state}


def test_an_answer_is_three_presses_away(flow: Flow) -> None:
    """Each protocol's settings, with SSL and without, are at most three presses from /start."""
    near = {
        code
        for (state, code, _, _), (presses, _) in walk(flow).items()
        if presses <= 3 and state == "setup.answer"
    }
    assert {"imap-ssl", "imap-plain", "pop-ssl", "pop-plain"} <= near


def test_an_answer_is_near_from_everywhere(flow: Flow, everywhere: list[Place]) -> None:
    """From each place, starting again included, the settings are at most three presses away."""
    for conversation, actions in everywhere:
        ahead = [(conversation, actions)]
        for _ in range(4):
            if any(isinstance(a, ShowSettings) for _, shown in ahead for a in shown):
                break
            ahead = [
                go(flow, here, Chose(button.data))
                for here, shown in ahead
                for button in buttons(shown)
                if button.data.split(":")[1] in ("restart", "imap", "pop", "yes", "no", "begin")
            ]
        else:
            pytest.fail(f"no answer from {conversation}")


def test_every_offered_button_is_legal(flow: Flow, everywhere: list[Place]) -> None:
    """The machine's table allows each button that is offered."""
    for conversation, actions in everywhere:
        for button in buttons(actions):
            assert explain(flow, conversation, Chose(button.data), conversation.since + 60).taken


def test_every_button_fits(everywhere: list[Place]) -> None:
    """The data of each button fits into what Telegram accepts."""
    for _, actions in everywhere:
        assert all(len(button.data.encode()) <= LIMIT for button in buttons(actions))


def test_no_place_repeats_a_button(everywhere: list[Place]) -> None:
    """No two buttons of a place do the same."""
    for conversation, actions in everywhere:
        data = [button.data for button in buttons(actions)]
        assert len(set(data)) == len(data), conversation


def test_words_are_understood_in_every_place(flow: Flow, everywhere: list[Place]) -> None:
    """One line that says everything gets the settings from each place."""
    for conversation, _ in everywhere:
        after, (action,) = go(flow, conversation, Typed("pop with ssl"))
        assert isinstance(action, ShowSettings)
        assert after.answers.code().endswith("pop-ssl")


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_language_has_the_same_places(flow: Flow, language: str) -> None:
    """The language decides about words, never about the way."""
    assert {place[:2] for place in walk(flow, language)} == {place[:2] for place in walk(flow)}


def test_back_from_every_place_shows_a_card(flow: Flow, everywhere: list[Place]) -> None:
    """Back always shows a card, also from places without a trail."""
    for conversation, _ in everywhere:
        _, (action,) = go(flow, conversation, Chose(f"1.{conversation.state}:back:"), Typed("back"))
        assert isinstance(action, Ask | ShowSettings)


def test_the_start_comes_first(flow: Flow) -> None:
    """A conversation starts with the question for the protocol."""
    conversation, _ = started(flow)
    assert conversation.state == "setup.start"
