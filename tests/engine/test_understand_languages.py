"""Sentences put together from parts in each language: the bot may ask, but must not be wrong."""

import itertools
import random
from collections.abc import Iterator
from typing import Final, NamedTuple

import pytest

from bot.engine.answers import Answers
from bot.engine.flow import Flow
from bot.engine.understand import understand

MOST_TURNED: Final = 0.04
"""The share of single slips that may turn a meaning: those that make another word ("no", "on")."""


class Parts(NamedTuple):
    """What customers say of SSL and of protocols, and how they put it together."""

    ssl: tuple[str, ...]
    plain: tuple[str, ...]
    imap: tuple[str, ...]
    pop: tuple[str, ...]
    patterns: tuple[str, ...]


PARTS = {
    "nl": Parts(
        ("met ssl", "ssl aan", "versleuteld", "ssl ja", "ssl is beschikbaar"),
        (
            "zonder ssl",
            "geen ssl",
            "ssl uit",
            "onversleuteld",
            "ssl is niet beschikbaar",
            "ik heb geen ssl",
            "ssl staat niet aan",
        ),
        ("imap", "geen pop maar imap"),
        ("pop3", "geen imap maar pop"),
        (
            "{p} {s}",
            "{s} {p}",
            "{p}, {s}",
            "ik wil {p} {s} aub",
            "{p} en {s}",
            "hallo, mijn programma gebruikt {p}. {s}",
        ),
    ),
    "en": Parts(
        ("with ssl", "ssl on", "encrypted", "ssl is available", "over tls"),
        (
            "without ssl",
            "no ssl",
            "ssl off",
            "unencrypted",
            "ssl isn't available",
            "i can't use ssl",
            "not secure",
        ),
        ("imap", "not pop but imap"),
        ("pop3", "pop, not imap"),
        (
            "{p} {s}",
            "{s} {p}",
            "{p}, {s}",
            "i want {p} {s} please",
            "{p} and {s}",
            "hello, my program uses {p}. {s}",
        ),
    ),
    "fr": Parts(
        ("avec ssl", "ssl activé", "chiffré", "ssl est disponible", "en tls"),
        (
            "sans ssl",
            "pas de ssl",
            "ssl désactivé",
            "non chiffré",
            "ssl n'est pas disponible",
            "je n'ai pas de ssl",
            "ssl non coché",
        ),
        ("imap", "pas pop mais imap"),
        ("pop3", "pop et pas imap"),
        (
            "{p} {s}",
            "{s} {p}",
            "{p}, {s}",
            "je voudrais {p} {s} svp",
            "{p} et {s}",
            "bonjour, mon logiciel utilise {p}. {s}",
        ),
    ),
    "es": Parts(
        ("con ssl", "ssl activado", "cifrado", "ssl está disponible", "con tls"),
        (
            "sin ssl",
            "no tengo ssl",
            "ssl desactivado",
            "sin cifrar",
            "ssl no está disponible",
            "no hay ssl",
            "ssl no marcado",
        ),
        ("imap", "no pop sino imap"),
        ("pop3", "pop y no imap"),
        (
            "{p} {s}",
            "{s} {p}",
            "{p}, {s}",
            "quiero {p} {s} por favor",
            "{p} y {s}",
            "hola, mi programa usa {p}. {s}",
        ),
    ),
    "it": Parts(
        ("con ssl", "ssl attivo", "cifrato", "ssl è disponibile", "con tls"),
        (
            "senza ssl",
            "niente ssl",
            "ssl disattivato",
            "non cifrato",
            "ssl non è disponibile",
            "non ho ssl",
            "ssl non attivo",
        ),
        ("imap", "non pop ma imap"),
        ("pop3", "pop e non imap"),
        (
            "{p} {s}",
            "{s} {p}",
            "{p}, {s}",
            "vorrei {p} {s} per favore",
            "{p} e {s}",
            "ciao, il mio programma usa {p}. {s}",
        ),
    ),
    "pl": Parts(
        ("z ssl", "ssl włączone", "szyfrowany", "ssl jest dostępne", "przez tls"),
        (
            "bez ssl",
            "nie mam ssl",
            "ssl wyłączone",
            "nieszyfrowany",
            "ssl nie jest dostępne",
            "nie ma ssl",
            "ssl nie jest włączone",
        ),
        ("imap", "nie pop tylko imap"),
        ("pop3", "pop a nie imap"),
        (
            "{p} {s}",
            "{s} {p}",
            "{p}, {s}",
            "chcę {p} {s} proszę",
            "{p} i {s}",
            "dzień dobry, mój program używa {p}. {s}",
        ),
    ),
    "pt": Parts(
        ("com ssl", "ssl ativado", "encriptado", "o ssl está disponível", "com tls"),
        (
            "sem ssl",
            "não tenho ssl",
            "ssl desativado",
            "não encriptado",
            "o ssl não está disponível",
            "não há ssl",
            "ssl não marcado",
        ),
        ("imap", "não pop mas imap"),
        ("pop3", "pop e não imap"),
        (
            "{p} {s}",
            "{s} {p}",
            "{p}, {s}",
            "quero {p} {s} por favor",
            "{p} e {s}",
            "olá, o meu programa usa {p}. {s}",
        ),
    ),
    "fi": Parts(
        ("ssl:llä", "ssl päällä", "salattuna", "ssl on käytössä", "tls:llä"),
        (
            "ilman ssl:ää",
            "ei ssl:ää",
            "ssl pois päältä",
            "salaamaton",
            "ssl ei ole käytössä",
            "minulla ei ole ssl:ää",
            "ssl:ää ei ole",
        ),
        ("imap", "ei pop vaan imap"),
        ("pop3", "pop eikä imap"),
        (
            "{p} {s}",
            "{s} {p}",
            "{p}, {s}",
            "haluan {p} {s} kiitos",
            "{p} ja {s}",
            "hei, ohjelmani käyttää {p}. {s}",
        ),
    ),
    "lt": Parts(
        ("su ssl", "ssl įjungtas", "šifruotas", "ssl yra", "su tls"),
        (
            "be ssl",
            "neturiu ssl",
            "ssl išjungtas",
            "nešifruotas",
            "ssl nėra",
            "nenaudoju ssl",
            "ssl nepalaikomas",
        ),
        ("imap", "ne pop, o imap"),
        ("pop3", "pop, ne imap"),
        (
            "{p} {s}",
            "{s} {p}",
            "{p}, {s}",
            "noriu {p} {s} prašau",
            "{p} ir {s}",
            "laba diena, mano programa naudoja {p}. {s}",
        ),
    ),
}


class Sentence(NamedTuple):
    """A sentence with what it says."""

    text: str
    protocol: str
    ssl: bool

    def contradicted(self, said: Answers) -> bool:
        """Whether the answers say something else, rather than nothing."""
        ticks = {said.incoming_ssl, said.outgoing_ssl}
        return said.protocol not in (None, self.protocol) or not ticks <= {None, self.ssl}


def sentences(language: str) -> Iterator[Sentence]:
    """Every sentence that the parts of a language make."""
    parts = PARTS[language]
    protocols, ticks = {"imap": parts.imap, "pop": parts.pop}, {True: parts.ssl, False: parts.plain}
    for protocol, ssl, how in itertools.product(protocols, ticks, parts.patterns):
        for name, tick in itertools.product(protocols[protocol], ticks[ssl]):
            yield Sentence(how.format(p=name, s=tick), protocol, ssl)


@pytest.mark.parametrize("language", PARTS)
@pytest.mark.parametrize("told", [True, False], ids=["told", "guessed"])
def test_a_sentence_is_never_taken_wrongly(flow: Flow, language: str, told: bool) -> None:
    """What is put together from one protocol and one tick gives these, or a question."""
    read = language if told else None
    all_said = [(s, understand(flow.vocabulary, s.text, read).answers) for s in sentences(language)]
    assert not [sentence.text for sentence, said in all_said if sentence.contradicted(said)]
    assert sum(said.complete for _, said in all_said) >= 0.85 * len(all_said)


@pytest.mark.parametrize("language", PARTS)
def test_words_around_it_turn_no_meaning(flow: Flow, language: str) -> None:
    """Words that the bot does not know, in front or behind, change no value into another."""
    for sentence in sentences(language):
        for text in (f"Blurb 12 {sentence.text}", f"{sentence.text} @vrumpf 🐟 xyzzy"):
            assert not sentence.contradicted(understand(flow.vocabulary, text, language).answers)


def slipped(text: str, chance: random.Random) -> str:
    """The text with one letter wrong, missing, too many, or two swapped."""
    at, letter = chance.randrange(len(text)), chance.choice("abcdefghijklmnopqrstuvwxyz")
    head, tail = text[:at], text[at + 1 :]
    swapped = head + tail[:1] + text[at] + tail[1:]
    return chance.choice([head + tail, head + letter + tail, head + letter + text[at:], swapped])


@pytest.mark.parametrize("language", PARTS)
def test_a_slip_hardly_ever_turns_a_meaning(flow: Flow, language: str) -> None:
    """A slip of the finger loses a value more often than it makes another of it."""
    chance = random.Random(1)  # noqa: S311 - the same slips in every run
    slips = [s._replace(text=slipped(s.text, chance)) for s in sentences(language) for _ in "123"]
    turned = [
        s.text
        for s in slips
        if s.contradicted(understand(flow.vocabulary, s.text, language).answers)
    ]
    assert len(turned) <= MOST_TURNED * len(slips), turned
