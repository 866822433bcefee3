"""The engine: pure and synchronous. It knows no Telegram, no clock, no language and no I/O."""
