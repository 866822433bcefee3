-- The newest message that was sent to each chat: one that is looked for after a crash stands behind it.
CREATE TABLE sent (
    bot bigint NOT NULL,
    chat bigint NOT NULL,
    message bigint NOT NULL,
    PRIMARY KEY (bot, chat)
);
