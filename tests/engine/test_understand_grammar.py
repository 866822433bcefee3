"""Sentences put together from parts: the bot may ask, but it must never be wrong."""

import itertools

import pytest

from bot.engine.flow import Flow
from bot.engine.understand import understand

PROTOCOLS = {
    "imap": ["imap", "IMAP4", "imap, not pop", "geen pop maar imap", "imap (niet pop)"],
    "pop": ["pop3", "POP", "pop not imap", "niet imap maar pop", "i said pop, not imap"],
}
SSL = {
    True: [
        *("with ssl", "met SSL", "ssl on", "ssl is available", "ssl aan", "over tls", "encrypted"),
        *("ssl: yes", "ssl ja", "versleuteld", "i need ssl", "ik neem ssl", "secure", "+ssl"),
        *("never without ssl", "ssl is niet uit", "ssl, zonder problemen", "ssl, no problem"),
    ],
    False: [
        *("without ssl", "zonder SSL", "no ssl", "geen ssl", "ssl off", "ssl uit", "w/o ssl"),
        *("ssl: no", "ssl nee", "ssl isn't available", "ssl is niet beschikbaar", "unencrypted"),
        *("i can't use ssl", "cannot use ssl", "ik heb geen ssl", "non-ssl", "nossl", "not secure"),
        *("without any encryption", "zonder beveiliging", "i don't have ssl", "never with ssl"),
    ],
}
PATTERNS = [
    *("{0} {1}", "{1} {0}", "{0}, {1}", "{1}, {0}", "hello! {0} {1} please", "ik wil {0} {1} aub"),
    *("{0}\n{1}", "my program uses {0}. {1}.", "hoe stel ik {0} in? {1}", "{0} but {1}"),
]
CASES = list(itertools.product(PROTOCOLS, SSL))


@pytest.mark.parametrize(("protocol", "ssl"), CASES)
def test_a_sentence_is_never_taken_wrongly(flow: Flow, protocol: str, ssl: bool) -> None:
    """Whatever is put together from one protocol and one tick gives these, or a question."""
    wrong = []
    for how, name, tick in itertools.product(PATTERNS, PROTOCOLS[protocol], SSL[ssl]):
        for language in ("en", "nl"):
            text = how.format(name, tick)
            said = understand(flow.vocabulary, text, language).answers
            values = {said.incoming_ssl, said.outgoing_ssl}
            if said.protocol not in (protocol, None) or not values <= {ssl, None}:
                wrong.append((text, said.code()))
    assert not wrong


@pytest.mark.parametrize(("protocol", "ssl"), CASES)
def test_a_plain_sentence_is_understood(flow: Flow, protocol: str, ssl: bool) -> None:
    """One protocol and one tick, side by side, are understood nearly always."""
    asked = [
        f"{name} {tick}"
        for name, tick in itertools.product(PROTOCOLS[protocol][:2], SSL[ssl])
        if not understand(flow.vocabulary, f"{name} {tick}", "en").answers.complete
    ]
    assert not asked


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize(("incoming", "outgoing"), list(itertools.product(SSL, SSL)))
def test_directions_are_never_swapped(
    flow: Flow, incoming: bool, outgoing: bool, language: str
) -> None:
    """What is said of one direction is never taken for the other."""
    patterns = [
        *("incoming {0}, outgoing {1}", "{0} for incoming, {1} for outgoing"),
        *("inkomend {0} en uitgaand {1}", "{0} inkomend en {1} uitgaand"),
        *("outgoing {1} and incoming {0}", "ontvangen {0}, verzenden {1}"),
        *("imap {0} for receiving but {1} for sending", "{1} uitgaand, {0} inkomend"),
    ]
    ticks = {True: ["with ssl", "met ssl", "ssl"], False: ["without ssl", "zonder ssl", "no ssl"]}
    wrong = []
    for how, one, other in itertools.product(patterns, ticks[incoming], ticks[outgoing]):
        text = how.format(one, other)
        said = understand(flow.vocabulary, text, language).answers
        if said.incoming_ssl not in (incoming, None) or said.outgoing_ssl not in (outgoing, None):
            wrong.append((text, said.code()))
    assert not wrong
