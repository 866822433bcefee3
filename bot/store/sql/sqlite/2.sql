-- Calls that no update led to; when a call was queued; updates by age and by chat. A chat is kept
-- with an update as long as what the update said, so the partial indexes hold the last days alone.
CREATE TABLE outbox_2 (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    bot INTEGER NOT NULL,
    update_id INTEGER, -- NULL for a call that no update led to
    n INTEGER NOT NULL,
    chat INTEGER NOT NULL,
    action TEXT NOT NULL CHECK (json_valid(action)),
    tried INTEGER, -- the highest message id known when it was tried first
    queued_at REAL NOT NULL,
    UNIQUE (bot, update_id, n),
    FOREIGN KEY (bot, update_id) REFERENCES inbox (bot, update_id)
) STRICT;

INSERT INTO outbox_2 (id, bot, update_id, n, chat, action, tried, queued_at)
SELECT outbox.id, bot, update_id, n, outbox.chat, action, tried, taken_at
FROM outbox JOIN inbox USING (bot, update_id);

DROP TABLE outbox;

ALTER TABLE outbox_2 RENAME TO outbox;

CREATE INDEX outbox_by_chat ON outbox (bot, chat, id);

CREATE INDEX inbox_by_age ON inbox (bot, taken_at);

CREATE INDEX inbox_bodies ON inbox (bot, taken_at) WHERE chat IS NOT NULL;

CREATE INDEX inbox_by_chat ON inbox (bot, chat) WHERE chat IS NOT NULL;

CREATE INDEX inbox_unfinished ON inbox (bot) WHERE done IS NULL;

-- Not empty while something was deleted whose traces may still stand between the rows of the file.
CREATE TABLE traces (since REAL NOT NULL) STRICT;
