"""States with pages: one field on each."""

import pytest

from bot.engine.actions import Ask
from bot.engine.conversation import Conversation
from bot.engine.events import Chose, Commanded, Started, Typed
from bot.engine.flow import Flow
from bot.engine.machine import step
from bot.engine.place import begin
from tests.engine.walks import Place, buttons, go
from tests.known_values import FIELDS

NEXT = "1.read.field{}:next:imap-ssl"


def reading(flow: Flow, *events: Chose | Typed | Commanded) -> Place:
    """A conversation that has begun to read the fields, after the events."""
    opened = (Started("imap-ssl"), Chose("1.setup.answer:read:imap-ssl"))
    return go(flow, begin(flow, "en", 0), *opened, *events)


def keys(place: Place) -> set[str]:
    """The choices that are offered."""
    return {button.data.split(":")[1] for button in buttons(place[1])}


def test_next_turns_the_pages_to_the_last(flow: Flow) -> None:
    """There is a page for each field; the last one asks whether it works, and has no next."""
    place = reading(flow)
    for page in range(len(FIELDS)):
        here, (action,) = place
        assert isinstance(action, Ask)
        assert (here.state, here.page, action.page) == ("read.field", page, page)
        last = page == len(FIELDS) - 1
        assert ("next" in keys(place), "works" in keys(place)) == (not last, last)
        place = go(flow, here, Typed("next"))
    assert place[0] == here


def test_back_turns_to_the_page_before(flow: Flow) -> None:
    """Back leads through the pages, and from the first to where the reading began."""
    here, _ = reading(flow, Typed("next"), Typed("next"))
    pages = []
    for _ in range(3):
        here, _ = go(flow, here, Typed("back"))
        pages.append((here.state, here.page))
    assert pages == [("read.field", 1), ("read.field", 0), ("setup.answer", 0)]


def test_an_old_button_opens_its_page(flow: Flow) -> None:
    """A button brings its own page, wherever the customer has gone since."""
    here, _ = reading(flow, Commanded("help"))
    after, _ = go(flow, here, Chose(NEXT.format("@6")))
    assert (after.state, after.page) == ("read.field", 7)


@pytest.mark.parametrize(("page", "wanted"), [("@999", None), ("@10", None), ("@9", 10)])
def test_a_page_that_is_not_there_is_the_last(flow: Flow, page: str, wanted: int | None) -> None:
    """A forged page is taken as the last one, from which there is no next."""
    here, _ = reading(flow)
    after, actions = go(flow, here, Chose(NEXT.format(page)))
    assert actions
    assert after == here if wanted is None else after.page == wanted


def test_coming_back_shows_the_page_that_was_left(flow: Flow) -> None:
    """Back from the help leads to the page that was shown."""
    here, _ = reading(flow, Typed("next"), Typed("next"), Commanded("help"), Typed("back"))
    assert (here.state, here.page) == ("read.field", 2)


def test_another_language_keeps_the_page(flow: Flow) -> None:
    """A new language shows the same page."""
    here, _ = reading(flow, Typed("next"), Typed("Nederlands"))
    assert (here.language, here.page) == ("nl", 1)


def test_a_stored_page_that_is_gone_is_the_last(flow: Flow) -> None:
    """A page stored by another version, of a screen that had more fields, is the last one."""
    here, _ = reading(flow)
    stored = Conversation(here.state, "en", here.answers, here.trail, page=77)
    after, (action,) = step(flow, stored, Typed("blah"), 60)
    assert (after.page, action.rows != ()) == (len(FIELDS) - 1, True)


def test_settings_have_no_pages(flow: Flow) -> None:
    """A page in the data of a button whose state has none means nothing."""
    here, _ = go(flow, begin(flow, "en", 0), Chose("1.setup.ssl@4:yes:imap"))
    assert (here.state, here.page, here.answers.code()) == ("setup.answer", 0, "imap-ssl")
