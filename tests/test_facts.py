"""The facts, against a table written out by hand."""

import pytest

from bot.engine.answers import Answers
from bot.facts import Facts, settings
from bot.helpdesk import Helpdesk
from tests.known_values import COMBINATIONS, FIELDS, HOST, INCOMING, OUTGOING, known

LANGUAGES = ("nl", "fr", "es", "pl", "pt", "it", "fi", "lt", "en")


@pytest.mark.parametrize(("protocol", "incoming", "outgoing"), COMBINATIONS)
def test_values_are_those_of_the_guide(
    facts: Facts,
    protocol: str,
    incoming: bool,
    outgoing: bool,
) -> None:
    """Every combination gives the server, port and ticks of the guide's tables."""
    found = settings(facts, "windows8", protocol, incoming, outgoing)
    values = {field.name: field.value for field in found.fields}
    assert known(protocol, incoming, outgoing).items() <= values.items()


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize(("protocol", "incoming", "outgoing"), COMBINATIONS)
def test_every_language_gives_the_same_values(
    helpdesk: Helpdesk,
    protocol: str,
    incoming: bool,
    outgoing: bool,
    language: str,
) -> None:
    """The answer of every language holds the values of the guide, field by field."""
    data = helpdesk.answer(Answers(None, protocol, incoming, outgoing), language).to_data()
    values = {field["field"]: field["value"] for field in data["fields"]}
    assert known(protocol, incoming, outgoing).items() <= values.items()


@pytest.mark.parametrize(("protocol", "incoming", "outgoing"), COMBINATIONS)
def test_fields_stand_in_on_screen_order(
    facts: Facts,
    protocol: str,
    incoming: bool,
    outgoing: bool,
) -> None:
    """The fields stand in the order of the screen in part 6 of the guide."""
    found = settings(facts, "windows8", protocol, incoming, outgoing)
    assert tuple(field.name for field in found.fields) == FIELDS


@pytest.mark.parametrize(("protocol", "incoming", "outgoing"), COMBINATIONS)
def test_every_value_has_a_source(
    facts: Facts,
    protocol: str,
    incoming: bool,
    outgoing: bool,
) -> None:
    """Every value names the guide it comes from."""
    found = settings(facts, "windows8", protocol, incoming, outgoing)
    assert all("g1281" in field.source for field in found.fields)


def test_port_and_tick_are_one_unit(facts: Facts) -> None:
    """A port always comes with the tick that belongs to it."""
    units = set()
    for protocol, incoming, outgoing in COMBINATIONS:
        fields = {
            f.name: f.value
            for f in settings(facts, "windows8", protocol, incoming, outgoing).fields
        }
        units.add((fields["incoming_port"], fields["incoming_ssl"]))
        units.add((fields["outgoing_port"], fields["outgoing_ssl"]))
    expected = {(port, ssl) for (_, ssl), port in INCOMING.items()}
    assert units == expected | {(port, ssl) for ssl, port in OUTGOING.items()}


@pytest.mark.parametrize("protocol", ["imap", "pop"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_label_of_the_incoming_server_names_the_protocol(
    facts: Facts, language: str, protocol: str
) -> None:
    """The incoming server is labelled with the protocol that was asked for."""
    label = facts.label("windows8", "incoming_server", protocol, language)
    assert f"({protocol.upper()})" in label


def test_labels_without_a_guide_are_english(facts: Facts) -> None:
    """A language without a guide gets the English labels."""
    assert facts.label("windows8", "user_name", "imap", "de") == "Username"


def test_lithuanian_customers_see_english_labels(facts: Facts) -> None:
    """The Lithuanian guide kept the English labels."""
    assert facts.label("windows8", "password", "imap", "lt") == "Password"


def test_windows_8_mail_has_no_pop(facts: Facts) -> None:
    """The Mail app of Windows 8 can do IMAP alone."""
    assert facts.abilities["windows8"].protocols == {"imap"}


def test_there_is_one_host(facts: Facts) -> None:
    """Both directions use the same server, in lower case."""
    assert facts.hosts == {HOST}
