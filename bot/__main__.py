"""Lets `python -m bot` stand for the command `postbode`."""

from bot.cli import main

main()
