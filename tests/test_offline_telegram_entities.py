"""The offline Telegram reads formatting as TDLib does."""

from typing import Any

import pytest

from tests.telegram import Telegram, entities
from tests.telegram.asking import Asking
from tests.telegram.entities import formatted
from tests.telegram.refused import Refused

tdlib = pytest.mark.skipif(not entities.TDLIB, reason="tdjson is not installed")


@pytest.fixture(params=["tdlib", "plain rules"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """TDLib's parser, and what stands in for it where tdjson is not installed."""
    if request.param == "plain rules":
        monkeypatch.setattr(entities, "_execute", None)
    elif not entities.TDLIB:
        pytest.skip("tdjson is not installed")
    return str(request.param)


RESERVED = (
    "can't parse entities: Character '.' is reserved and must be escaped with the preceding '\\'"
)


def bold(offset: int, length: int) -> list[dict[str, Any]]:
    """One bold entity."""
    return [{"type": "bold", "offset": offset, "length": length}]


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("marks", [bold(0, 2), bold(2, 2), bold(0, 4), bold(1, 1)])
def test_ranges_count_utf_16_units(marks: list[dict[str, Any]]) -> None:
    """An emoji is two units long."""
    assert formatted("ab😀", "", marks) == ("ab😀", marks)


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(("marks", "end"), [(bold(0, 5), 5), (bold(4, 1), 5)])
def test_a_range_ends_within_the_text(marks: list[dict[str, Any]], end: int) -> None:
    """What reaches behind the text is refused."""
    with pytest.raises(Refused) as refused:
        formatted("ab😀", "", marks)
    assert refused.value.description == (
        f"Bad Request: entity beginning at UTF-16 offset {marks[0]['offset']} ends after the end "
        f"of the text at UTF-16 offset {end}"
    )


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("marks", [bold(3, 1), bold(0, 3), bold(2, 1)])
def test_a_range_does_not_cut_a_character(marks: list[dict[str, Any]]) -> None:
    """Half an emoji can't be bold."""
    with pytest.raises(Refused, match="in a middle of a UTF-16 symbol"):
        formatted("ab😀", "", marks)


@pytest.mark.usefixtures("parser")
def test_an_unknown_type_is_refused() -> None:
    """There is no loud text."""
    with pytest.raises(Refused) as refused:
        formatted("ab", "", [{"type": "loud", "offset": 0, "length": 1}])
    words = "Bad Request: can't parse MessageEntity: Unsupported type specified"
    assert refused.value.description == words


@pytest.mark.usefixtures("parser")
def test_a_link_needs_its_address() -> None:
    """A text link without a url is refused."""
    with pytest.raises(Refused, match='Can\'t find field "url"'):
        formatted("ab", "", [{"type": "text_link", "offset": 0, "length": 1}])


@pytest.mark.usefixtures("parser")
def test_what_telegram_finds_itself_is_dropped() -> None:
    """A bot can't mark an address as one."""
    assert formatted("ab", "", [{"type": "url", "offset": 0, "length": 2}]) == ("ab", [])


@pytest.mark.usefixtures("parser")
def test_a_command_is_found() -> None:
    """The bot is told where a command stands."""
    assert entities.found("/start imap") == [{"type": "bot_command", "offset": 0, "length": 6}]


@pytest.mark.usefixtures("parser")
def test_blanks_alone_are_no_range() -> None:
    """Formatting of what is trimmed goes with it."""
    assert formatted("a  ", "", bold(1, 2)) == ("a", [])


@tdlib
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("write to me@example.org", "email"),
        ("see https://example.com", "url"),
        ("hello @postbode_bot", "mention"),
    ],
)
def test_addresses_are_found(text: str, kind: str) -> None:
    """What people type is marked as Telegram marks it."""
    assert [mark["type"] for mark in entities.found(text)] == [kind]


@tdlib
@pytest.mark.parametrize(
    ("text", "mode"),
    [("a <b>c</b>", "HTML"), ("a *c*", "MarkdownV2"), ("a *c*", "Markdown"), ("a *c*", "mArkdown")],
)
def test_a_parse_mode_is_read(text: str, mode: str) -> None:
    """Marks become entities."""
    assert formatted(text, mode, []) == ("a c", bold(2, 1))


@tdlib
@pytest.mark.parametrize(
    ("text", "mode", "words"),
    [
        (
            "<b>a",
            "HTML",
            "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        ("<x>", "HTML", 'can\'t parse entities: Unsupported start tag "x" at byte offset 0'),
        (
            "*a",
            "MarkdownV2",
            "can't parse entities: Can't find end of Bold entity at byte offset 0",
        ),
        (
            "a.",
            "MarkdownV2",
            RESERVED,
        ),
        ("a", "LaTeX", "unsupported parse_mode"),
    ],
)
def test_a_broken_mark_is_refused(text: str, mode: str, words: str) -> None:
    """TDLib says what is wrong, and where."""
    with pytest.raises(Refused) as refused:
        formatted(text, mode, [])
    assert refused.value.description == f"Bad Request: {words}"


@tdlib
@pytest.mark.parametrize(
    "mark",
    [
        {"type": "text_link", "url": "https://example.com/"},
        {"type": "pre", "language": "python"},
        {"type": "text_mention", "user": {"id": 1001}},
        {"type": "spoiler"},
    ],
)
def test_every_type_is_taken(mark: dict[str, Any]) -> None:
    """What TDLib knows is kept as it was sent."""
    marks = [mark | {"offset": 0, "length": 1}]
    assert formatted("ab", "", marks) == ("ab", marks)


@tdlib
def test_marks_do_not_count_as_characters() -> None:
    """The limit is for what is seen."""
    telegram = Telegram()
    anna = telegram.customer("Anna")
    text = f"<b>{'x' * 4096}</b>"
    Asking(telegram).ask("sendMessage", chat_id=anna.id, text=text, parse_mode="HTML")
    assert len(anna.seen[0].text) == 4096


def test_a_parse_mode_needs_tdlib(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the parser a test is told so, instead of passing by chance."""
    monkeypatch.setattr(entities, "_execute", None)
    with pytest.raises(RuntimeError, match="tdjson"):
        formatted("<b>a</b>", "HTML", [])
