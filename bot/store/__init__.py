"""Where conversations live: one protocol; memory and SQLite keep it."""

from bot.store.protocol import Backlog, Chat, Outgoing, Store, Taken, Transaction, Update

__all__ = ["Backlog", "Chat", "Outgoing", "Store", "Taken", "Transaction", "Update"]
