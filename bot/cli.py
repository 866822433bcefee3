"""The command `postbode`: each command is a few lines that call the parts.

Parts are imported where they are used, so that a command starts without what it does not need.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot import __version__
from bot.cli_desk import ticket, tickets
from bot.errors import LanguageUnknown, PostbodeError

if TYPE_CHECKING:
    from bot.engine.answers import Answers
    from bot.helpdesk import Helpdesk


class _Commands(click.Group):
    """Prints our own errors in their own words, without a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except PostbodeError as error:
            from bot.log import hidden

            click.echo(hidden(str(error)), err=True)
            sys.exit(error.exit_code)


_lang = click.option(
    "--lang", metavar="CODE", help="The language, for example nl; by default the environment's."
)
_file = click.Path(exists=True, dir_okay=False, path_type=Path)
_new_file = click.Path(dir_okay=False, path_type=Path)


def _combination(command: Callable[..., None]) -> Callable[..., None]:
    """What says which settings; the command is given it as `answers`."""

    @wraps(command)
    def with_answers(
        named: str | None,
        protocol: str | None,
        program: str | None,
        ssl: bool | None,
        incoming_ssl: bool | None,
        outgoing_ssl: bool | None,
        **others: Any,  # noqa: ANN401 - those of the command
    ) -> None:
        from bot.engine.answers import Answers

        if (named or protocol) is None or None not in (named, protocol):
            message = "say imap or pop, once"
            raise click.UsageError(message)
        incoming = ssl if incoming_ssl is None else incoming_ssl
        outgoing = ssl if outgoing_ssl is None else outgoing_ssl
        if incoming is None or outgoing is None:
            message = "say --ssl or --no-ssl, or say it for incoming and for outgoing mail"
            raise click.UsageError(message)
        command(answers=Answers(program, named or protocol, incoming, outgoing), **others)

    for option in (
        click.option(
            "--outgoing-ssl/--no-outgoing-ssl", default=None, help="SSL for outgoing mail."
        ),
        click.option(
            "--incoming-ssl/--no-incoming-ssl", default=None, help="SSL for incoming mail."
        ),
        click.option("--ssl/--no-ssl", default=None, help="SSL in both directions."),
        click.option("--program", metavar="NAME", help="The mail program, by default windows8."),
        click.option("--protocol", type=click.Choice(["imap", "pop"]), help="The same by name."),
        click.argument(
            "named", metavar="[imap|pop]", type=click.Choice(["imap", "pop"]), required=False
        ),
    ):
        with_answers = option(with_answers)
    return with_answers


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="postbode")
def main() -> None:
    """Postbode gives customers the exact settings of their mailbox, in a chat."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # never fail over a character


for _command in (tickets, ticket):
    main.add_command(_command)


@main.command()
@_lang
@click.option("--record", type=_new_file, help="Write the conversation as a transcript, *.chat.")
def chat(lang: str | None, record: Path | None) -> None:
    """Hold a conversation with the bot in this terminal; /quit leaves it."""
    from bot import terminal
    from bot.record import Recorder

    helpdesk = _helpdesk()
    language = _language(lang, helpdesk.languages)
    if record is None:
        terminal.run(helpdesk, language)
        return
    with Recorder(record, language) as recorder:
        terminal.run(helpdesk, language, recorder.hear)
    click.echo(f"Recorded: {_shown(record)}")


@main.command()
@click.argument("files", nargs=-1, required=True, type=_file)
@click.option("--accept", "accepting", is_flag=True, help="Write down what the bot does now.")
def play(files: tuple[Path, ...], accepting: bool) -> None:
    """Play transcripts and say where the bot does something else."""
    from bot import log
    from bot.play import accept, rehearse

    log.silence()
    rehearsal = rehearse(files)
    for script, mismatches in rehearsal.played:
        verdict = "differs" if mismatches else "as written"
        click.echo(f"{_shown(script.path)}: {script.name}: {verdict}")
        for mismatch in () if accepting else mismatches:
            click.echo(f"\n{mismatch.report()}\n")
    for path in sorted(accept(rehearsal.mismatches)) if accepting else ():
        click.echo(f"Rewritten: {_shown(path)}")
    left = [wrong for wrong in rehearsal.mismatches if wrong.impossible or not accepting]
    sys.exit(1 if left else 0)


@main.command()
@click.option("--webhook", is_flag=True, help="Let Telegram post updates; see docs/operating.md.")
def run(webhook: bool) -> None:
    """Serve Telegram; README.md tells how to get a token."""
    from bot.stop import Stop

    stop = Stop()
    import asyncio

    from bot import log
    from bot.config import load_config
    from bot.helpdesk import load_helpdesk

    config = load_config()
    log.configure(config.log_format, config.secrets())
    from bot.gateway.service import serve

    helpdesk = load_helpdesk(config.operator)
    asyncio.run(serve(config, helpdesk, click.echo, stop, webhook=webhook))


@main.command()
@_combination
@_lang
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "html", "png"]), default="text"
)
@click.option("--output", type=_new_file, help="Write it into this file; a picture needs one.")
def answer(
    answers: "Answers",
    lang: str | None,
    form: str,
    output: Path | None,
) -> None:
    """Print the answer that a customer gets, for pasting; or draw it (--format png)."""
    from bot.render.picture import draft

    if form == "png" and output is None:
        message = "say where the picture goes: --output FILE"
        raise click.UsageError(message)
    helpdesk = _helpdesk()
    found = helpdesk.answer(answers, _language(lang, helpdesk.languages))
    texts = {"text": found.to_text, "json": found.to_json, "html": found.to_html}
    if output is None:
        click.echo(texts[form]())
        return
    made = draft(found).make() if form == "png" else f"{texts[form]()}\n".encode()
    output.write_bytes(made)
    click.echo(_shown(output))


@main.command("file")
@click.argument("kind", type=click.Choice(["profile", "autoconfig", "qr"]))
@_combination
@click.option("--address", default="", help="The mail address to be written into the file.")
@click.option("--output", type=_new_file, required=True, help="Where the file goes.")
def write_file(kind: str, answers: "Answers", address: str, output: Path) -> None:
    """Write a file that sets up a mailbox: for Apple's devices, Thunderbird, or as a QR code."""
    from bot.engine.address import address_in
    from bot.render.recipe import file_of, own

    if address_in(address) != address:
        message = "--address is no mail address"
        raise click.UsageError(message)
    if kind == "qr" and not address:
        message = "a QR code holds the mail address: --address NAME@DOMAIN"
        raise click.UsageError(message)
    helpdesk = _helpdesk()
    helpdesk.check_listed(answers)
    made = file_of(kind, answers, "", address, helpdesk.facts)
    output.write_bytes(helpdesk.draft(made.recipe).make() if made.recipe else own(made))
    click.echo(_shown(output))


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Copy the database to FILE, also while the bot runs."""
    from bot.config import load_config
    from bot.errors import BackupElsewhere
    from bot.store.backup import backup as copy
    from bot.store.opening import is_server, shown

    address = load_config().database_address()
    if is_server(address):
        raise BackupElsewhere(where=shown(address))
    copy(Path(address), file)
    click.echo(f"Backup: {_shown(file)}")


@main.command()
@click.argument("text", nargs=-1)
@_lang
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def understand(text: tuple[str, ...], lang: str | None, form: str) -> None:
    """Print what a typed TEXT is taken to mean; without one, of each line of the input.

    Without --lang it is read in the language that knows most of its words.
    """
    from bot import reading
    from bot.engine.intent import intent

    vocabulary = _helpdesk().flow.vocabulary
    language = lang and _language(lang, vocabulary.languages)
    write = {"text": reading.to_text, "json": reading.to_json}[form]
    for line in [" ".join(text)] if text else map(str.strip, sys.stdin):
        click.echo(write(intent(vocabulary, line, language)))


@main.command()
def doctor() -> None:
    """Say what is wrong with the token, the database, the webhook and the desk."""
    import asyncio

    from bot import log
    from bot.config import load_config

    log.silence()
    config = load_config()
    from bot.gateway.service import diagnose

    wrong = 0
    for finding in asyncio.run(diagnose(config)):
        click.echo(finding.line())
        wrong += finding.how == "wrong"
    sys.exit(1 if wrong else 0)


@main.command()
@click.option("--online", is_flag=True, help="Also ask whether the configured links live.")
def check(online: bool) -> None:
    """Report every fault in flows, facts, locales and transcripts as FILE:LINE."""
    from bot import log
    from bot.check import check as find_faults
    from bot.paths import TRANSCRIPTS
    from bot.play import transcript_faults

    log.silence()
    faults = find_faults()
    if not faults and TRANSCRIPTS.is_dir():
        faults = transcript_faults(TRANSCRIPTS, _helpdesk().flow)
    found = [*map(str, faults), *(_dead_links() if online else ())]
    for fault in found:
        click.echo(fault)
    count = {0: "No faults.", 1: "1 fault."}.get(len(found), f"{len(found)} faults.")
    click.echo(count, err=bool(found))
    sys.exit(1 if found else 0)


@main.command()
@click.option("--pictures", is_flag=True, help="Draw docs/pictures.md instead.")
def draw(pictures: bool) -> None:
    """Draw the conversations into docs/conversations.md."""
    from bot.draw import draw as diagrams
    from bot.gallery import write
    from bot.paths import DOCS, checkout

    checkout()
    if pictures:
        click.echo(_shown(write(_helpdesk(), DOCS)))
        return
    path = DOCS / "conversations.md"
    path.write_text(diagrams(_helpdesk().flow), encoding="utf-8")
    click.echo(_shown(path))


@main.command()
def schema() -> None:
    """Write flows/flow.schema.json, with which editors check and complete flow files."""
    from bot.flow_file import schema as describe
    from bot.paths import FLOWS, checkout

    checkout()
    path = FLOWS / "flow.schema.json"
    path.write_text(describe(), encoding="utf-8")
    click.echo(_shown(path))


@main.command()
def extract() -> None:
    """Bring the files in locales/ up to date with the texts of the flows."""
    from bot.paths import LOCALES, checkout
    from bot.texts import all_texts, update_catalog

    checkout()
    helpdesk = _helpdesk()
    texts = all_texts(helpdesk.flow, helpdesk.facts)
    for path in sorted(LOCALES.glob("*.po")):
        path.write_bytes(update_catalog(path, texts))
        click.echo(_shown(path))


@main.command("languages")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def show_languages(form: str) -> None:
    """Show how complete each language is."""
    import json

    from bot.languages import as_data, completeness, table
    from bot.paths import FLOWS, LOCALES

    found = completeness(_helpdesk(), FLOWS, LOCALES)
    as_json = json.dumps(as_data(found), ensure_ascii=False, indent=2)
    click.echo(as_json if form == "json" else table(found))


@main.command("new-language")
@click.argument("code")
def begin_language(code: str) -> None:
    """Write the skeleton of a language: its texts and its words, to be filled in."""
    from bot.languages import new_language
    from bot.paths import FLOWS, LOCALES, checkout

    checkout()
    for path in new_language(code, _helpdesk(), FLOWS, LOCALES):
        click.echo(_shown(path))


def _dead_links() -> Iterator[str]:
    """The links of the operator, and the one of the facts, that lead nowhere."""
    from bot.gateway.links import dead

    helpdesk = _helpdesk()
    operator = helpdesk.operator
    links = {
        "POSTBODE_PAID_LINK": operator.paid_link,
        "POSTBODE_PAID_TERMS": operator.paid_terms,
        "POSTBODE_CONTROL_PANEL": operator.control_panel or helpdesk.facts.control_panel,
    }
    return dead({name: url for name, url in links.items() if url})


def _helpdesk() -> "Helpdesk":
    from bot.config import load_config
    from bot.helpdesk import load_helpdesk

    return load_helpdesk(load_config().operator)


def _language(lang: str | None, known: Iterable[str]) -> str:
    from bot.render.catalog import best

    if lang is None:
        return best([os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG")], known)
    found = best([lang], known)
    if found != lang.replace("_", "-").split("-")[0].lower():
        raise LanguageUnknown(language=lang, languages=", ".join(known))
    return found


def _shown(path: Path) -> str:
    return os.path.relpath(path)
