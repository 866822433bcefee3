"""Telegram: updates in, calls out. Nothing outside this package knows it."""

import os

# Read by python-telegram-bot: spans of time are timedeltas, and it does not warn that they will be.
os.environ.setdefault("PTB_TIMEDELTA", "1")
