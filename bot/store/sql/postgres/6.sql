-- Tickets that are forgotten when they end; and when those were made that are forgotten already, for
-- as long as a customer may not make more in a day.
ALTER TABLE ticket ADD COLUMN forget_when_closed smallint NOT NULL DEFAULT 0
CHECK (forget_when_closed IN (0, 1));

CREATE TABLE asked (
    bot bigint NOT NULL,
    chat bigint NOT NULL,
    at double precision NOT NULL
);

CREATE INDEX asked_by_chat ON asked (bot, chat, at);
