"""The commands `postbode tickets` and `postbode ticket`; see bot/cli.py."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from bot.store import Store

AGENT_MOVES: Final = {
    "claim": "Take it, when nobody has it.",
    "takeover": "Take it from somebody else.",
    "release": "Give it up, so that somebody else can take it.",
    "ask": "Ask the customer something.",
    "answer": "Write to the customer.",
    "note": "Add a note that is not passed on.",
    "offer": "Make the customer an offer.",
    "accept": "The customer has accepted the offer.",
    "decline": "The customer has declined the offer.",
    "done": "It is done.",
    "cancel": "Close it without having done it.",
    "reopen": "Open it again, and take it.",
}
"""What an agent does with a ticket, by the names of flows/ticket.yaml."""


@click.command()
@click.option("--open", "only_open", is_flag=True, help="Only those that are not closed.")
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table")
def tickets(only_open: bool, form: str) -> None:
    """List what customers have asked of people, the oldest first."""
    from bot import log
    from bot.desk import listing
    from bot.store.protocol import EVERY

    log.silence()
    with _store() as store, store.transaction() as transaction:
        found = transaction.tickets(EVERY, only_open=only_open)
    formats = {"table": listing.as_table, "json": listing.as_json, "csv": listing.as_csv}
    click.echo(formats[form](found))


def _moves(command: Callable[..., None]) -> Callable[..., None]:
    """An option for each thing that an agent does with a ticket; flows/ticket.yaml has them."""
    for move, does in reversed(AGENT_MOVES.items()):
        command = click.option(f"--{move}", "move", flag_value=move, help=does)(command)
    return command


@click.command()
@click.argument("number")
@_moves
@click.option("--words", default="", metavar="TEXT", help="What is said with it.")
@click.option("--as", "name", default="", metavar="NAME", help="Who does it.")
def ticket(number: str, move: str | None, words: str, name: str) -> None:
    """Show a request, or do something with it; the customer hears of what concerns them."""
    from time import time

    from bot import log
    from bot.config import load_config
    from bot.desk.command import Commands
    from bot.desk.listing import as_text
    from bot.helpdesk import load_helpdesk

    log.silence()
    config = load_config()
    helpdesk = load_helpdesk(config.operator)
    commands = Commands(helpdesk, time(), config.room)
    with _store() as store, store.transaction() as transaction:
        if move:
            commands.move(transaction, number, move, name, words)
        found = commands.found(transaction, number)
        click.echo(as_text(found, transaction.entries(found.number), helpdesk.flow.life))


@contextmanager
def _store() -> "Iterator[Store]":
    """The database of the configured bot, also while that runs."""
    from bot.config import load_config
    from bot.store.opening import open_store

    config = load_config()
    bot = int(config.bot_token().partition(":")[0])
    with closing(open_store(config.database_address(), bot, beside=True)) as store:
        yield store
