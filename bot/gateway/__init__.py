"""Telegram: updates in, calls out. Nothing outside this package knows it."""
