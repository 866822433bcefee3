-- Tickets that are forgotten when they end; and when those were made that are forgotten already, for
-- as long as a customer may not make more in a day.
ALTER TABLE ticket ADD COLUMN forget_when_closed INTEGER NOT NULL DEFAULT 0
CHECK (forget_when_closed IN (0, 1));

CREATE TABLE asked (
    bot INTEGER NOT NULL,
    chat INTEGER NOT NULL,
    at REAL NOT NULL
) STRICT;

CREATE INDEX asked_by_chat ON asked (bot, chat, at);
