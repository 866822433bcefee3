"""Where conversations live: one protocol; memory and SQLite keep it."""

from bot.store.protocol import Chat, Outgoing, Store, Taken, Transaction, Update

__all__ = ["Chat", "Outgoing", "Store", "Taken", "Transaction", "Update"]
