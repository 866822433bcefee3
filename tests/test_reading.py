"""What typed words are taken to mean, written down."""

import json

import pytest

from bot.engine.answers import Answers
from bot.engine.intent import Intent
from bot.reading import to_json, to_text


def test_json_says_null_for_what_was_not_said() -> None:
    """Every field is there; null is what was not said."""
    read = to_json(Intent("settings", Answers(None, "pop", incoming_ssl=False)))
    expected = {
        "intent": "settings",
        "protocol": "pop",
        "incoming_ssl": False,
        "outgoing_ssl": None,
    }
    assert json.loads(read) == expected


@pytest.mark.parametrize(
    ("intent", "line"),
    [
        (Intent("paid"), "paid"),
        (
            Intent("settings"),
            "settings: protocol not said, incoming not said, outgoing not said",
        ),
        (
            Intent("settings", Answers(outgoing_ssl=True)),
            "settings: protocol not said, incoming not said, outgoing with SSL",
        ),
    ],
)
def test_text_is_one_line(intent: Intent, line: str) -> None:
    """People read one line, which names what was said."""
    assert to_text(intent) == line
