"""What is shown, and what of it is remembered."""

from dataclasses import replace

import pytest

from bot.engine import show
from bot.engine.flow import Flow
from bot.engine.known import Known, Request
from tests.engine.walks import places, started

OWN = [
    {"draft": {"contact": "0123"}},
    {"known": Known(requests=(Request("7", "k", "paid", "New", is_open=True),))},
    {"known": Known(today=3)},
]


def test_what_is_remembered_is_what_would_be_drawn(flow: Flow) -> None:
    """Wherever a customer can be, the screen that is remembered is the one of that place."""
    for here, _ in places(flow):
        assert show._screen(flow, here) == show._drawn(flow, here)  # noqa: SLF001 - the two ways


@pytest.mark.parametrize("own", OWN)
def test_what_is_a_customers_own_is_not_remembered(flow: Flow, own: dict[str, object]) -> None:
    """Nothing of a form, and nothing of a request, is kept for the next customer."""
    here = replace(started(flow)[0], **own)  # type: ignore[arg-type]
    before = show._known.cache_info()  # noqa: SLF001 - what is remembered
    assert not here.usual
    show.ask(flow, here)
    assert show._known.cache_info() == before  # noqa: SLF001 - the same
