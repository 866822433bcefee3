"""Measurements: `python -m bench --help`, or `make bench`.

Each is a command. With --write it puts its tables into docs/performance.md.
"""

import sys

import click

from bench import report


def _show(name: str, text: str, *, write: bool) -> None:
    click.echo(f"\n{text}")
    if write:
        report.write(name, text)


_write = click.option("--write", is_flag=True, help="Put the tables into docs/performance.md.")


@click.group()
def main() -> None:
    """Measure Postbode."""


@main.command()
@click.option("--rounds", default=3, show_default=True, help="How often; 1 is a short look.")
@click.option("--only", default="a,b,c,d,e", show_default=True, help="Who takes part.")
@_write
def peers(rounds: int, only: str, write: bool) -> None:
    """Postbode beside its peers, on the same conversation."""
    from bench.contenders import CONTENDERS
    from bench.peers_report import report as tables
    from bench.side_by_side import measure

    chosen = [contender for contender in CONTENDERS if contender.letter in only.split(",")]
    records, calls = measure(chosen, rounds, short=rounds == 1, say=click.echo)
    _show("peers", tables(records, calls), write=write)


@main.command()
@click.option("--rounds", default=3, show_default=True, help="How often.")
@click.option("--sizes", default="1000,100000,1000000", show_default=True, help="How many.")
@click.option("--postgresql", is_flag=True, help="In PostgreSQL instead of SQLite.")
@_write
def growth(rounds: int, sizes: str, postgresql: bool, write: bool) -> None:
    """Databases of a thousand, a hundred thousand and a million conversations."""
    from bench.growth import measure, report

    letter, name = ("d", "growth-postgresql") if postgresql else ("c", "growth")
    wanted = [int(size) for size in sizes.split(",")]
    _show(name, report(*measure(wanted, rounds, letter, click.echo)), write=write)


@main.command()
@click.option("--rounds", default=3, show_default=True, help="How often.")
@click.option("--seconds", default=4.0, show_default=True, help="How long each load is measured.")
@_write
def workers(rounds: int, seconds: float, write: bool) -> None:
    """One and two webhook processes on one PostgreSQL."""
    from bench.workers import measure, report

    _show("workers", report(*measure(rounds, seconds, click.echo)), write=write)


@main.command()
@click.option("--rounds", default=7, show_default=True, help="How often.")
@_write
def start(rounds: int, write: bool) -> None:
    """From the start of the process to its first answer."""
    from bench.start import measure, report

    _show("start", report(*measure(rounds, say=click.echo)), write=write)


@main.command()
@click.option("--days", default=365.0, show_default=True, help="How long.")
@click.option("--seed", default=1, show_default=True, help="Which customers.")
@_write
def year(days: float, seed: int, write: bool) -> None:
    """A year of chats on a virtual clock: the same seed, the same year."""
    from bench.year import report

    text, wrong = report(days, seed)
    _show("year", text, write=write)
    for what in wrong:
        click.echo(f"WRONG: {what}", err=True)
    sys.exit(1 if wrong else 0)


@main.command()
def micro() -> None:
    """What a step, a screen and a stored update cost, alone."""
    from bench.micro import show_all

    show_all()


if __name__ == "__main__":
    main()
