"""What a text asks for, in one word."""

import pytest

from bot.engine.answers import Answers
from bot.engine.events import Typed
from bot.engine.flow import Flow
from bot.engine.intent import Intent, intent
from bot.engine.machine import step
from bot.engine.place import begin


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("my password is Hunter22!", "secret"),
        ("imap or pop, which one is better?", "settings"),
        ("what is ssl", "settings"),
        ("I use thunderbird", "settings"),
        ("show me the steps for my iphone", "walkthrough"),
        ("how do I set up my email?", "walkthrough"),
        ("it does not work", "unknown"),
        ("I can send but not receive", "trouble_receive"),
        ("sending works and receiving doesn't", "trouble_receive"),
        ("error when I send", "trouble_send"),
        ("where is the password", "trouble_password"),
        ("I can't send, please call me", "person"),
        ("DROP TABLE ssl; --", "unknown"),
        ("", "unknown"),
        ("Привет", "unknown"),
    ],
)
def test_an_intent(flow: Flow, text: str, name: str) -> None:
    """A request comes before a complaint, a complaint before settings, and a password first."""
    assert intent(flow.vocabulary, text, "en").name == name


def test_a_secret_says_nothing_else(flow: Flow) -> None:
    """Of a message that holds a password, nothing is read."""
    assert intent(flow.vocabulary, "imap ssl, password: Hunter22!", "en") == Intent(
        "secret", Answers()
    )


def test_the_steps_are_those_of_what_was_said(flow: Flow) -> None:
    """Who asks for the steps and names settings is not shown the steps of others."""
    here, _ = step(flow, begin(flow, "en", 0), Typed("show me the steps for pop without ssl"), 60)
    assert here.answers == Answers(None, "pop", incoming_ssl=False, outgoing_ssl=False)
