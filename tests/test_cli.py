"""The command `postbode`."""

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

import bot
from bot import __version__
from bot.check import check
from bot.cli import main
from bot.config import PREFIX, Config
from bot.engine.answers import Answers
from bot.helpdesk import Helpdesk
from bot.render.recipe import file_of, own
from bot.source import Fault
from bot.store.sqlite import SqliteStore
from tests.known_values import COMBINATIONS, known

ROOT = Path(bot.__file__).parent.parent


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start without settings, in an environment without a language."""
    for name in (*(PREFIX + name.upper() for name in Config.model_fields), "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")


def postbode(*arguments: str, typed: str = "") -> Result:
    """The command, run inside this process."""
    return CliRunner().invoke(main, arguments, input=typed)


def process(
    *arguments: str, typed: bytes = b"", **settings: str
) -> subprocess.CompletedProcess[bytes]:
    """The command, run as its own process."""
    env = {"PATH": os.environ["PATH"], **settings}
    command = [sys.executable, "-m", "bot", *arguments]
    return subprocess.run(command, cwd=ROOT, env=env, input=typed, capture_output=True, check=False)


@pytest.mark.parametrize(("protocol", "incoming", "outgoing"), COMBINATIONS)
@pytest.mark.parametrize("language", ["en", "nl"])
def test_answer_prints_the_values_as_json(
    protocol: str, incoming: bool, outgoing: bool, language: str
) -> None:
    """Each combination in each language is printed with the values of the guide."""
    ticks = (
        f"--{'' if on else 'no-'}{name}-ssl"
        for name, on in (("incoming", incoming), ("outgoing", outgoing))
    )
    done = postbode(
        "answer", "--protocol", protocol, *ticks, "--lang", language, "--format", "json"
    )
    assert done.exit_code == 0
    data = json.loads(done.stdout)
    values = {field["field"]: field["value"] for field in data["fields"]}
    assert known(protocol, incoming, outgoing).items() <= values.items()
    assert data["language"] == language


def test_answer_draws_a_picture(tmp_path: Path) -> None:
    """The dialog is drawn into a file; without one nothing is drawn, and the command says so."""
    asked = ("answer", "imap", "--ssl", "--lang", "nl", "--format", "png")
    file = tmp_path / "dialog.png"
    done = postbode(*asked, "--output", str(file))
    assert done.exit_code == 0
    assert file.read_bytes().startswith(b"\x89PNG")
    refused = postbode(*asked)
    assert refused.exit_code == 2
    assert "--output FILE" in refused.output


@pytest.mark.parametrize("kind", ["profile", "autoconfig", "qr"])
def test_file_writes_what_a_customer_gets(helpdesk: Helpdesk, tmp_path: Path, kind: str) -> None:
    """An agent makes the same file that the bot sends."""
    path, jan = tmp_path / "made", "jan@voorbeeld.example"
    asked = ("file", kind, "--program", "thunderbird", "--protocol", "imap", "--ssl")
    done = postbode(*asked, "--address", jan, "--output", str(path))
    assert done.exit_code == 0
    said = Answers("thunderbird", "imap", incoming_ssl=True, outgoing_ssl=True)
    assert path.read_bytes() == own(file_of(kind, said, "nl", jan, helpdesk.facts))


@pytest.mark.parametrize(
    ("more", "advice"),
    [
        (["qr", "imap", "--ssl"], "--address NAME@DOMAIN"),
        (["profile", "--protocol", "imap", "--ssl", "--address", "jan"], "no mail address"),
        (["profile", "--protocol", "imap"], "--ssl or --no-ssl"),
        (["profile", "--program", "iphone", "--protocol", "pop", "--no-ssl"], "Choose one of"),
    ],
)
def test_file_says_what_it_lacks(tmp_path: Path, more: list[str], advice: str) -> None:
    """Without what a file needs, nothing is written, and the command says what to do."""
    path = tmp_path / "made"
    refused = postbode("file", *more, "--output", str(path))
    assert refused.exit_code != 0
    assert advice in refused.output
    assert not path.exists()


def test_file_without_an_address_holds_none(tmp_path: Path) -> None:
    """A profile without an address is the one that is sent to everybody."""
    path = tmp_path / "mail.mobileconfig"
    postbode("file", "profile", "--protocol", "imap", "--ssl", "--output", str(path))
    assert b"EmailAddress" not in path.read_bytes()


def test_answer_writes_into_a_file(tmp_path: Path) -> None:
    """Any format can be written into a file instead of being printed."""
    file = tmp_path / "answer.txt"
    asked = ("answer", "--protocol", "imap", "--ssl", "--lang", "nl")
    postbode(*asked, "--output", str(file))
    assert file.read_text(encoding="utf-8") == postbode(*asked).stdout


@pytest.mark.parametrize(
    ("ticks", "code"),
    [
        (["--ssl"], "imap-ssl"),
        (["--no-ssl"], "imap-plain"),
        (["--ssl", "--no-outgoing-ssl"], "imap-ssl-plain"),
        (["--no-incoming-ssl", "--ssl"], "imap-plain-ssl"),
        (["--no-ssl", "--incoming-ssl", "--outgoing-ssl"], "imap-ssl"),
    ],
)
def test_one_direction_goes_before_both(helpdesk: Helpdesk, ticks: list[str], code: str) -> None:
    """What is said of one direction overrides what is said of both."""
    _, first, *others = code.split("-")
    last = others[-1] if others else first
    answers = Answers(None, "imap", first == "ssl", last == "ssl")
    assert postbode("answer", "--protocol", "imap", *ticks).stdout == (
        helpdesk.answer(answers, "en").to_text() + "\n"
    )


def test_answer_prints_html() -> None:
    """The HTML form is a fragment in the language that was asked for."""
    done = postbode("answer", "--protocol", "pop", "--ssl", "--lang", "nl", "--format", "html")
    assert done.stdout.startswith('<div lang="nl">')


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["answer"], "say imap or pop, once"),
        (["answer", "imap", "--protocol", "pop", "--ssl"], "say imap or pop, once"),
        (["answer", "imap", "pop", "--ssl"], "Got unexpected extra argument (pop)"),
        (["answer", "--protocol", "imap"], "say --ssl or --no-ssl, or say it for incoming and for"),
        (["answer", "--protocol", "imap", "--incoming-ssl"], "say --ssl or --no-ssl"),
        (["answer", "--protocol", "smtp", "--ssl"], "'smtp' is not one of 'imap', 'pop'"),
        (["answer", "--protocol", "pop", "--ssl", "--format", "pdf"], "'pdf' is not one of 'text'"),
        (["answer", "--protocol", "pop", "--ssl", "--lang", "xx"], "There are no texts in “xx”."),
        (["chat", "--lang", "klingon"], "Choose one of: en, "),
        (["chat", "--lang", ""], "There are no texts in “”."),
        (["fly"], "No such command 'fly'"),
        (["chat", "--fly"], "No such option"),
    ],
)
def test_wrong_use_is_told_in_a_line(arguments: list[str], line: str) -> None:
    """Wrong use exits with 2 and says what is wrong, without a traceback."""
    done = postbode(*arguments)
    assert done.exit_code == 2
    assert line in done.stderr
    assert not done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("wanted", ["nl", "NL", "nl-BE", "nl_NL.UTF-8"])
def test_a_language_may_be_written_in_many_ways(wanted: str) -> None:
    """A language is known with its country and in capitals too."""
    assert postbode("chat", "--lang", wanted).stdout.startswith("Bot: Hallo")


@pytest.mark.parametrize(
    ("variable", "value", "first"),
    [
        ("LC_ALL", "nl_NL.UTF-8", "Bot: Hallo"),
        ("LC_MESSAGES", "nl_BE", "Bot: Hallo"),
        ("LANG", "nl", "Bot: Hallo"),
        ("LANG", "xx_XX", "Bot: Hello"),
        ("LANG", "", "Bot: Hello"),
    ],
)
def test_the_environment_decides_about_the_language(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, first: str
) -> None:
    """Without --lang the locale of the environment is used, or else English."""
    monkeypatch.setenv(variable, value)
    assert postbode("chat").stdout.startswith(first)


def test_chat_over_a_pipe_gives_the_answer() -> None:
    """A conversation that is fed in prints the settings and ends by itself."""
    done = postbode("chat", typed="imap with ssl\n")
    assert done.exit_code == 0
    assert "Customer: imap with ssl\nBot: Mail (Windows 8): IMAP with SSL" in done.stdout


def test_run_without_a_token_says_how_to_get_one() -> None:
    """Without a token two lines say what is missing and how to get it; the exit code is 2."""
    done = postbode("run")
    assert done.exit_code == 2
    assert [line.split()[0] for line in done.stderr.splitlines()] == ["No", "To"]
    assert "POSTBODE_TOKEN" in done.stderr
    assert "@BotFather" in done.stderr


def test_a_wrong_setting_is_told_by_every_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """A setting that is not usable is told in one line, with exit code 2."""
    monkeypatch.setenv("POSTBODE_PAID", "perhaps")
    for arguments in (["run"], ["chat"], ["answer", "--protocol", "imap", "--ssl"]):
        done = postbode(*arguments)
        assert done.exit_code == 2
        assert done.stderr.startswith("POSTBODE_PAID is not usable: ")
        assert len(done.stderr.splitlines()) == 1


def test_understand_reads_one_text_in_any_language() -> None:
    """A text is read in the language given, even one that the bot has no texts in."""
    done = postbode("understand", "pop sans chiffrement", "--lang", "fr")
    assert done.output == "settings: pop, incoming without SSL, outgoing without SSL\n"


def test_understand_reads_each_line_of_its_input() -> None:
    """Without a text, each line is read, and the language found out."""
    done = postbode("understand", "--format", "json", typed="imap met ssl\n\nnie mogę wysłać\n")
    intents = [json.loads(line)["intent"] for line in done.output.splitlines()]
    assert intents == ["settings", "unknown", "trouble_send"]


def test_understand_knows_its_languages() -> None:
    """A language without phrase lists is told."""
    done = postbode("understand", "hallo", "--lang", "de")
    assert done.exit_code == 2


@pytest.mark.parametrize(
    ("count", "exit_code", "last"), [(0, 0, "No faults."), (1, 1, "1 fault."), (2, 1, "2 faults.")]
)
def test_check_counts_the_faults(
    monkeypatch: pytest.MonkeyPatch, count: int, exit_code: int, last: str
) -> None:
    """Check prints each fault on a line and exits with 1 when there is any."""
    faults = tuple(Fault("flows/a.yaml", n + 1, "is wrong") for n in range(count))
    monkeypatch.setattr("bot.check.check", lambda: faults)
    done = postbode("check")
    assert done.exit_code == exit_code
    assert done.output.splitlines() == [*map(str, faults), last]


def test_draw_writes_the_page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Draw writes the diagrams into the docs and says where."""
    monkeypatch.setattr("bot.paths.DOCS", tmp_path)
    done = postbode("draw")
    assert done.exit_code == 0
    page = (ROOT / "docs" / "conversations.md").read_text(encoding="utf-8")
    assert (tmp_path / "conversations.md").read_text(encoding="utf-8") == page


def test_extract_changes_nothing_that_is_up_to_date(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Extract leaves files that are up to date as they are, byte by byte."""
    before = {path.name: path.read_bytes() for path in (ROOT / "locales").glob("*.po")}
    for name, content in before.items():
        (tmp_path / name).write_bytes(content)
    monkeypatch.setattr("bot.paths.LOCALES", tmp_path)
    assert postbode("extract").exit_code == 0
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_is_documented(name: str) -> None:
    """Each command has a line of help, and stands in the README."""
    command = main.commands[name]
    assert isinstance(command, click.Command)
    assert command.get_short_help_str(200)
    assert f"| `postbode {name}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_a_backup_is_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`postbode backup` copies the database and says where to; a second time it refuses."""
    SqliteStore(tmp_path / "db.sqlite3", bot=1).close()
    monkeypatch.setenv("POSTBODE_DATABASE", str(tmp_path / "db.sqlite3"))
    copy = str(tmp_path / "copy.sqlite3")
    done = postbode("backup", copy)
    assert (done.exit_code, done.output) == (0, f"Backup: {os.path.relpath(copy)}\n")
    SqliteStore(Path(copy), bot=1).close()
    again = postbode("backup", copy)
    assert (again.exit_code, again.output.count("\n")) == (1, 1)
    assert "is there already" in again.output


def test_a_server_is_backed_up_elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """For a PostgreSQL database the command names the tool, and does not show the password."""
    monkeypatch.setenv("POSTBODE_DATABASE", "postgresql://me:canary@db.example/postbode")
    done = postbode("backup", str(tmp_path / "copy"))
    assert done.exit_code == 1
    assert "postgresql://db.example/postbode is a PostgreSQL database: run pg_dump" in done.output


def test_the_version_is_told() -> None:
    """--version says which version this is."""
    assert postbode("--version").stdout == f"postbode, version {__version__}\n"


def test_a_process_converses_over_a_pipe() -> None:
    """The real process reads bytes that are not UTF-8 and prints UTF-8, whatever the locale."""
    done = process("chat", typed=b"\xff\xfe\n1\nyes\n", LC_ALL="C", PYTHONIOENCODING="utf-8")
    assert (done.returncode, done.stderr) == (0, b"")
    assert "☑ Incoming email server requires SSL" in done.stdout.decode()


def test_a_process_without_unicode_still_answers() -> None:
    """Where the terminal can't show a character, another stands for it; nothing fails."""
    done = process("chat", typed=b"pop zonder ssl\n", PYTHONIOENCODING="ascii", LANG="nl")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"POP zonder SSL" in done.stdout


def test_a_process_without_a_token_exits_with_two() -> None:
    """The real process prints two lines and no traceback when the token is missing."""
    done = process("run")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 2


def test_a_process_whose_reader_leaves_does_not_complain() -> None:
    """A reader that closes the pipe early gets no traceback."""
    command = [sys.executable, "-m", "bot", "chat", "--lang", "en"]
    env = {"PATH": os.environ["PATH"]}
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout
        running.stdout.close()
        _, errors = running.communicate(b"imap\n" * 5000)
    assert b"Traceback" not in errors


def test_the_repository_has_no_fault() -> None:
    """`postbode check` finds nothing to say about the repository as it is."""
    assert check() == ()
