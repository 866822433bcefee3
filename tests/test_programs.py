"""The facts about other mail programs, against a table written out by hand."""

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.engine.answers import Answers, parse_code
from bot.errors import CombinationUnlisted, ProgramUnknown
from bot.facts import Facts, settings_for
from bot.helpdesk import Helpdesk
from bot.render.catalog import languages
from tests.engine.walks import started
from tests.known_values import OTHER_PROGRAMS, WORDS

OTHERS = sorted({program for program, _ in OTHER_PROGRAMS})


def answers(program: str, code: str) -> Answers:
    """The answers of a code, for a program."""
    parsed = parse_code(f"{program}-{code}", [program], [])
    assert parsed
    return parsed[0]


def test_each_program_lists_what_the_table_lists(facts: Facts) -> None:
    """No program has a combination that its guide does not give, and none lacks one."""
    listed = {
        (name, form.code())
        for name, program in facts.abilities.items()
        for form in program.forms
        if name != "windows8"
    }
    assert listed == set(OTHER_PROGRAMS)


@pytest.mark.parametrize(("program", "code"), OTHER_PROGRAMS)
def test_values_are_those_of_the_guides(facts: Facts, program: str, code: str) -> None:
    """Each field has the value of the table, in on-screen order."""
    fields = settings_for(facts, answers(program, code)).fields
    found = tuple(WORDS.get(str(field.value), field.value) for field in fields)
    assert found == OTHER_PROGRAMS[program, code]


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(("program", "code"), OTHER_PROGRAMS)
def test_every_language_gives_the_same_values(
    helpdesk: Helpdesk, program: str, code: str, language: str
) -> None:
    """What is printed is the table's, whatever the language."""
    data = helpdesk.answer(answers(program, code), language).to_data()
    told = {helpdesk.catalog(language).text(words): short for words, short in WORDS.items()}
    found = tuple(told.get(str(field["value"]), field["value"]) for field in data["fields"])
    assert found == OTHER_PROGRAMS[program, code]


@pytest.mark.parametrize(("program", "code"), OTHER_PROGRAMS)
def test_every_value_names_the_guide_of_its_program(
    helpdesk: Helpdesk, program: str, code: str
) -> None:
    """The source of every field is the guide for that very program."""
    data = helpdesk.answer(answers(program, code), "en").to_data()
    name = helpdesk.facts.name(program, "en")
    assert {field["source"] for field in data["fields"]} == {f"OVH guide for {name}"}


@pytest.mark.parametrize(("program", "code"), OTHER_PROGRAMS)
def test_mozilla_agrees_where_it_lists_the_same(facts: Facts, program: str, code: str) -> None:
    """Mozilla's database is named beside ports with SSL, and not beside any other."""
    for field in settings_for(facts, answers(program, code)).fields:
        encrypted = code.endswith("-ssl") and (program, field.name[:8]) != ("gmail", "outgoing")
        if field.name.endswith(("port", "server", "_ssl", "encryption")):
            assert bool(field.also) is encrypted, field


@pytest.mark.parametrize("program", OTHERS)
def test_what_no_guide_gives_is_not_answered(helpdesk: Helpdesk, program: str) -> None:
    """Any other combination gets no settings: what the guide lists is offered instead."""
    for protocol in ("imap", "pop"):
        for ssl in ("ssl", "plain", "ssl-plain", "plain-ssl"):
            code = f"{protocol}-{ssl}"
            if (program, code) in OTHER_PROGRAMS:
                continue
            with pytest.raises(CombinationUnlisted):
                helpdesk.answer(answers(program, code), "en")
            here, (action,) = started(helpdesk.flow, code=f"{program}-{code}")
            assert here.state == "setup.unlisted"
            offered = {b.data.split(":")[1] for row in action.rows for b in row}
            listed = {key for name, key in OTHER_PROGRAMS if name == program}
            keys = {"imap-ssl": "imap_ssl", "pop-ssl": "pop_ssl", "pop-plain": "pop_plain"}
            assert offered & set(keys.values()) == {keys[one] for one in listed}


def test_a_program_that_is_not_known_is_refused(helpdesk: Helpdesk) -> None:
    """The answer for a program without facts is an error that names those there are."""
    with pytest.raises(ProgramUnknown, match="thunderbird"):
        helpdesk.answer(Answers("eudora", "pop", incoming_ssl=True, outgoing_ssl=True), "en")


def test_what_goes_without_saying_is_not_asked(facts: Facts) -> None:
    """What a program's guide leaves no choice about is filled in; what is open stays open."""
    thunderbird, gmail = facts.abilities["thunderbird"], facts.abilities["gmail"]
    assert thunderbird.implied(Answers("thunderbird")).code() == "thunderbird-any-ssl"
    assert gmail.implied(Answers("gmail")).code() == "gmail-pop-ssl"
    assert facts.abilities["windows8"].implied(Answers()) == Answers()
    unlisted = Answers("gmail", "imap")
    assert gmail.implied(unlisted) == unlisted


def test_what_a_program_demanded_is_open_for_the_next(facts: Facts) -> None:
    """Turning from a program frees what only that program left no choice about."""
    gmail, windows8 = facts.abilities["gmail"], facts.abilities["windows8"]
    said = Answers("gmail", "pop", incoming_ssl=True, outgoing_ssl=True)
    assert gmail.freed(said) == Answers("gmail")
    assert windows8.freed(said) == said


def test_port_and_encryption_are_one_unit(facts: Facts) -> None:
    """In every program a port comes with the way of encryption that belongs to it."""
    units = set()
    for program, code in OTHER_PROGRAMS:
        fields = {f.name: f.value for f in settings_for(facts, answers(program, code)).fields}
        for direction in ("incoming", "outgoing"):
            port = fields.get(f"{direction}_port", fields.get(f"{direction}_server_port"))
            names = (f"{direction}_ssl", f"{direction}_encryption")
            ways = {fields[name] for name in names if name in fields}
            units.add((str(port).split(":")[-1], ways.pop() not in (False, "None"), program))
    encrypted = {port for port, on, program in units if on and program != "gmail"}
    plain = {port for port, on, _ in units if not on}
    assert not encrypted & plain
    assert len(plain) == 2


def test_the_command_answers_for_a_program() -> None:
    """`postbode answer --program` prints that program's fields; what is unlisted is an error."""
    line = ["answer", "--lang", "nl", "--protocol", "imap", "--program", "thunderbird"]
    done = CliRunner().invoke(main, [*line, "--ssl"])
    assert done.exit_code == 0
    assert done.output.startswith("Thunderbird: IMAP met SSL\n")
    assert CliRunner().invoke(main, [*line, "--no-ssl"]).exit_code == 2


@pytest.mark.parametrize("language", languages())
def test_labels_in_another_language_say_so(helpdesk: Helpdesk, language: str) -> None:
    """A customer of another language who reads English labels is told so, and no other is."""
    for program in ("windows8", "thunderbird"):
        found = helpdesk.answer(answers(program, "imap-ssl"), language)
        told = helpdesk.catalog(language).text(
            "The fields have the English names of the guide here: on your screen they may have"
            " others."
        )
        foreign = program != "windows8" and language != "en"
        assert any(note.plain == told for note in found.notes) is foreign
