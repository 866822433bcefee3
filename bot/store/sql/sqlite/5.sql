-- The newest message that was sent to each chat: one that is looked for after a crash stands behind it.
CREATE TABLE sent (
    bot INTEGER NOT NULL,
    chat INTEGER NOT NULL,
    message INTEGER NOT NULL,
    PRIMARY KEY (bot, chat)
) STRICT, WITHOUT ROWID;
