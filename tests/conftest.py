"""What many tests share."""

import pytest

from bot.engine.flow import Flow
from bot.facts import Facts
from bot.helpdesk import Helpdesk, load_helpdesk


@pytest.fixture(scope="session")
def helpdesk() -> Helpdesk:
    """The bot's own flows, facts and texts, with nothing configured."""
    return load_helpdesk()


@pytest.fixture(scope="session")
def flow(helpdesk: Helpdesk) -> Flow:
    """The bot's own conversations."""
    return helpdesk.flow


@pytest.fixture(scope="session")
def facts(helpdesk: Helpdesk) -> Facts:
    """The bot's own facts."""
    return helpdesk.facts
