"""A mail address in what a customer typed."""

import pytest

from bot.engine.address import address_in

JAN = "jan@voorbeeld.example"


@pytest.mark.parametrize(
    "text",
    [
        JAN,
        f"  {JAN}\n",
        f"my address is {JAN}.",
        f"<{JAN}>",
        f"mailto:{JAN}",
        f"{JAN}, thanks",
        f"({JAN})",
        f"{JAN} {JAN}",
    ],
)
def test_an_address_is_found(text: str) -> None:
    """An address is found alone, in a sentence, and in the brackets of a mail program."""
    assert address_in(text) == JAN


def test_an_address_keeps_its_letters() -> None:
    """Signs that addresses may have are part of it, and its letters stay as they were typed."""
    assert address_in("Jan.de-Vries+mail@Sub.Voorbeeld.example") == (
        "Jan.de-Vries+mail@Sub.Voorbeeld.example"
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "jan",
        "jan@voorbeeld",
        "jan @voorbeeld.example",
        "@voorbeeld.example",
        "jané@voorbeeld.example",
        "jan@voorbeeld.example.1",
        "a" * 65 + "@voorbeeld.example",
        f"{JAN} or piet@voorbeeld.example",
        "jan@@voorbeeld.example",
    ],
)
def test_what_is_no_address(text: str) -> None:
    """What no mail program takes is no address, nor are two of them."""
    assert not address_in(text)


def test_a_long_text_takes_no_long_time() -> None:
    """A text of the longest that Telegram sends, made to be slow, is read like any other."""
    assert not address_in("a@" * 2048)
    assert not address_in("a." * 2048 + "@")
