"""`postbode tickets` and `postbode ticket`, beside a bot that runs."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import structlog
from click.testing import CliRunner, Result

from bot.cli import main
from bot.cli_desk import AGENT_MOVES
from bot.desk.life import load_life
from bot.engine.ticket import Entry, Ticket
from bot.store.sqlite import SqliteStore

BOT = 123
TICKET = Ticket("ACDEFH", "k1", "person", "new", 7, "nl", note="Hallo", opened=5.0, changed=5.0)


@pytest.fixture
def running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SqliteStore]:
    """The database of a bot that runs, with one ticket in it."""
    monkeypatch.setenv("POSTBODE_TOKEN", f"{BOT}:ABC")
    monkeypatch.setenv("POSTBODE_DATABASE", str(tmp_path / "a.sqlite3"))
    with closing(SqliteStore(tmp_path / "a.sqlite3", BOT)) as store:
        with store.transaction() as transaction:
            transaction.add_ticket(TICKET, Entry(5.0, "customer", "chat", "open", "", "new"))
        yield store
    structlog.reset_defaults()  # the commands log nothing; the tests after them do


def postbode(*arguments: str) -> Result:
    """The command, run inside this process."""
    return CliRunner().invoke(main, arguments)


def test_there_is_an_option_for_each_move_of_agents() -> None:
    """The options are the moves of flows/ticket.yaml that are not the customer's alone."""
    life = load_life()
    assert set(AGENT_MOVES) == {k for k, move in life.moves.items() if move.by != ("customer",)}


def test_tickets_are_listed_beside_the_bot(running: SqliteStore) -> None:
    """The list is read while the bot has the database; closed ones can be left out."""
    assert "ACDEFH  person  new" in postbode("tickets").output
    assert (
        json.loads(postbode("tickets", "--open", "--format", "json").output)[0]["note"] == "Hallo"
    )
    assert postbode("tickets", "--format", "csv").output.splitlines()[1].startswith("ACDEFH,person")


def test_a_command_works_on_a_ticket_and_the_customer_hears_of_it(running: SqliteStore) -> None:
    """Claimed, answered, done: each is kept with its author, and told in their language."""
    for move in (["--claim"], ["--answer", "--words", "Goedendag"], ["--done"]):
        done = postbode("ticket", "acd-efh", *move, "--as", "Anna")
        assert done.exit_code == 0, done.output
    with running.transaction() as transaction:
        log = transaction.entries("ACDEFH")
        (run,) = transaction.waiting(9, frozenset())
    told = [outgoing.call["content"]["text"] for outgoing in run if "content" in outgoing.call]
    assert [(e.who, e.source, e.move) for e in log[1:]] == [
        ("Anna", "command", move) for move in ("claim", "answer", "done")
    ]
    assert "kijkt er nu naar" in told[0]
    assert "Goedendag" in told[1]
    assert "klaar" in told[-1]
    assert "No requests." in postbode("tickets", "--open").output


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--claim"], "--as NAME"),
        (["--takeover", "--as", "Anna"], "as it stands"),
        (["--reopen", "--as", "Anna"], "can't be done"),
    ],
)
def test_a_command_that_can_not_be_done_says_why(
    running: SqliteStore, arguments: list[str], reason: str
) -> None:
    """What is refused exits with 2, says why, and changes nothing."""
    refused = postbode("ticket", "ACDEFH", *arguments)
    assert refused.exit_code == 2
    assert reason in refused.output
    with running.transaction() as transaction:
        assert transaction.ticket("ACDEFH") == TICKET


def test_an_unknown_number_says_where_to_look(running: SqliteStore) -> None:
    """A number that stands for nothing names the command that lists them."""
    refused = postbode("ticket", "nothing")
    assert refused.exit_code == 2
    assert "postbode tickets" in refused.output
