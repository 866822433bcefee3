"""The settings doctor: every right configuration, and every field of each made wrong."""

import itertools
from collections.abc import Iterator

import pytest

from bot.engine.answers import Answers
from bot.engine.doctor import RIGHT, SWAPPED, Finding, examine
from bot.engine.programs import Form, Slot
from bot.helpdesk import Helpdesk, load_helpdesk
from bot.render.catalog import Catalog

DOMAIN = "voorbeeld.example"
ADDRESS = f"jan@{DOMAIN}"
HELPDESK: Helpdesk = load_helpdesk()
SCREENS = [
    (name, form)
    for name, program in HELPDESK.facts.abilities.items()
    for form in program.forms
    if form.protocol in program.protocols or name == "windows8"
]
LANGUAGES = sorted(HELPDESK.facts.programs["windows8"].labels)
TICKS = {
    "signs": ("☑ {}", "☐ {}"),
    "brackets": ("[x] {}", "[ ] {}"),
    "English words": ("{}: yes", "{}: no"),
    "Dutch words": ("{}: aangevinkt", "{}: niet aangevinkt"),
    "words without a sign": ("{} aan", "{} uit"),
}


def form_of(name: str, said: Answers) -> Form:
    """The fields of a screen."""
    return HELPDESK.facts.abilities[name].forms[said]


def filled(form: Form) -> dict[str, str | bool]:
    """What a customer has in each field when all is right; the password is never told."""
    values: dict[str, str | bool] = {}
    for slot in form:
        if slot.kind == "text":
            values[slot.name] = ADDRESS
        elif slot.kind != "password":
            values[slot.name] = slot.value if isinstance(slot.value, bool) else str(slot.value)
    return values


def written(
    name: str, said: Answers, values: dict[str, str | bool], language: str, ticks: str
) -> list[str]:
    """The values as a customer tells them: label and value, a line for each."""
    lines = []
    for slot in form_of(name, said):
        if slot.name not in values:
            continue
        label = HELPDESK.facts.label(name, slot.name, said.protocol or "", language)
        value = values[slot.name]
        if isinstance(value, bool):
            lines.append(TICKS[ticks][not value].format(label))
        else:
            lines.append(f"{label}: {value}")
    return lines


def found(name: str, said: Answers, text: str, given: Answers | None = None) -> Finding | None:
    """What the doctor says."""
    program = HELPDESK.facts.abilities[name]
    return examine(program, said if given is None else given, text, HELPDESK.flow.doctor)


def wrong_values(slot: Slot) -> Iterator[str | bool]:
    """What a field may hold when it is wrong."""
    value = slot.value
    match slot.kind:
        case "text":
            yield from ("jan", "jan@", "jan@voorbeeld")
        case "checkbox":
            yield not value
        case "port":
            yield from ("25", "9930", "1", "2525")
        case "server":
            host, colon, port = str(value).partition(":")
            rest = colon + port
            yield from (f"mail.{DOMAIN}{rest}", f"imap.{DOMAIN}{rest}")
            yield f"{host.replace('0', 'o')}{rest}"
            yield f"{host.rpartition('.')[0]}.com{rest}"
            yield f"{host[1:]}{rest}"
            yield f"http://{host}{rest}"
            yield f"{host.replace('.', '. ', 1)}{rest}"
        case "choice":
            yes = "None" if slot.name.endswith("_encryption") and value != "None" else "SSL/TLS"
            yield yes if slot.name.endswith("_encryption") else "Kerberos"


@pytest.mark.parametrize(("name", "said"), SCREENS, ids=str)
def test_what_is_right_is_found_right(name: str, said: Answers) -> None:
    """Every right configuration is found right, in every language and however ticks are told."""
    values = filled(form_of(name, said))
    for language, ticks in itertools.product(LANGUAGES, TICKS):
        lines = written(name, said, values, language, ticks)
        for text in ("\n".join(lines), "\n".join(lines).upper()):
            assert found(name, said, text) == Finding(RIGHT, said), (language, ticks, text)


@pytest.mark.parametrize(("name", "said"), SCREENS, ids=str)
def test_every_wrong_field_is_named(name: str, said: Answers) -> None:
    """With one field made wrong, that field is named, in every language."""
    form = form_of(name, said)
    right = filled(form)
    for slot in form:
        if slot.name not in right:
            continue
        for wrong, language in itertools.product(wrong_values(slot), LANGUAGES):
            lines = written(name, said, right | {slot.name: wrong}, language, "signs")
            what = found(name, said, "\n".join(lines))
            expected = {slot.name}
            if slot.name == "email_address" and "user_name" in right:
                expected |= {"user_name"}
            assert what is not None, (slot.name, wrong, language)
            assert what.name in expected, (slot.name, wrong, language, lines)


@pytest.mark.parametrize(("name", "said"), SCREENS, ids=str)
def test_another_port_of_the_tables_is_wrong(name: str, said: Answers) -> None:
    """A port that belongs to another combination is wrong beside this tick."""
    form = form_of(name, said)
    ports = {slot.name: str(slot.value) for slot in form if slot.kind == "port"}
    known = set(HELPDESK.facts.port_meanings)
    for field, other in itertools.product(ports, known):
        if other in ports.values():
            continue
        lines = written(name, said, filled(form) | {field: other}, "en", "signs")
        what = found(name, said, "\n".join(lines))
        assert what is not None
        assert what.name == field, (field, other)


@pytest.mark.parametrize(("name", "said"), SCREENS, ids=str)
def test_swapped_ports_are_named_together(name: str, said: Answers) -> None:
    """Each port in the place of the other is one finding."""
    values = filled(form_of(name, said))
    part = "port" if "incoming_port" in values else "server_port"
    ports = values[f"incoming_{part}"], values[f"outgoing_{part}"]
    crossed = values | {f"incoming_{part}": ports[1], f"outgoing_{part}": ports[0]}
    for language in LANGUAGES:
        what = found(name, said, "\n".join(written(name, said, crossed, language, "signs")))
        assert what is not None
        assert what.name == SWAPPED


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_order_of_the_blocks_does_not_matter(language: str) -> None:
    """The outgoing server may be told first, and the user last."""
    said = Answers(None, "imap", incoming_ssl=True, outgoing_ssl=True)
    lines = written("windows8", said, filled(form_of("windows8", said)), language, "signs")
    person, incoming, outgoing = lines[:2], lines[2:5], lines[5:8]
    boxes = lines[8:]
    for order in itertools.permutations([person, incoming, outgoing, boxes]):
        text = "\n".join(itertools.chain(*order))
        assert found("windows8", said, text) == Finding(RIGHT, said), text


HOST = str(
    next(s.value for s in form_of("windows8", SCREENS[-1][1]) if s.name == "incoming_server")
)
SSL = Answers(None, "imap", incoming_ssl=True, outgoing_ssl=True)
PORTS = {s.name: str(s.value) for s in form_of("windows8", SSL) if s.kind == "port"}
IN, OUT = PORTS["incoming_port"], PORTS["outgoing_port"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (f"imap {HOST} {IN} ssl, smtp {HOST} {OUT} ssl", RIGHT),
        (f"inkomend: {HOST} poort {IN} ssl ja; uitgaand: {HOST} poort {OUT} ssl ja", RIGHT),
        (f"imap: {HOST}:{IN}\nsmtp: {HOST}:{OUT}", RIGHT),
        (f"incoming {HOST}:{OUT}, outgoing {HOST}:{IN}", SWAPPED),
        (f"Server {HOST}\nPort {IN}\nServer {HOST}\nPort {OUT}", RIGHT),
        ("gebruikersnaam: jan", "user_name"),
        ("user name = jan.de.vries", "user_name"),
        (f"mijn e-mailadres is {ADDRESS} en gebruikersnaam: piet@voorbeeld.example", "user_name"),
        (f"smtp server: smtp.{DOMAIN} poort {OUT}", "outgoing_server"),
        (f"{HOST} {IN} en uitgaand {HOST} 25", "outgoing_port"),
        ("verificatie: uit", "outgoing_authentication"),
        ("☐ De uitgaande server vereist verificatie", "outgoing_authentication"),
        (f"uitgaande server: {HOST}, ssl: nee", "outgoing_ssl"),
    ],
)
def test_people_tell_it_in_their_own_way(text: str, name: str) -> None:
    """Half sentences and lists are read as well as lines of label and value."""
    what = found("windows8", SSL, text)
    assert what is not None
    assert what.name == name


def test_another_combination_that_is_right_is_found_right() -> None:
    """Settings without SSL that fit together are right, also when others were given."""
    plain = Answers(None, "imap", incoming_ssl=False, outgoing_ssl=False)
    lines = written("windows8", plain, filled(form_of("windows8", plain)), "nl", "signs")
    assert found("windows8", plain, "\n".join(lines), SSL) == Finding(RIGHT, plain)


@pytest.mark.parametrize("text", ["", "hallo", "het werkt niet", "wat nu?", "\n;;\n", "ja"])
def test_a_text_without_a_field_is_nothing(text: str) -> None:
    """What tells of no field gets no finding."""
    assert found("windows8", SSL, text) is None


def test_nothing_that_was_typed_is_kept(helpdesk: Helpdesk) -> None:
    """A finding is the name of a field: neither an address nor any other word of the text."""
    what = found("windows8", SSL, f"user name: jan\nemail: {ADDRESS}")
    assert what is not None
    assert what.name in {slot.name for slot in form_of("windows8", SSL)}
    assert Catalog("en").text(what.name) == what.name
    assert helpdesk.flow.doctor.phrases
