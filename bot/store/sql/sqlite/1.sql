-- The tables of schema 1. `application_id` says that the file is ours; `user_version` is the schema.

-- Updates that were taken in; an update that comes again is known by its id.
CREATE TABLE inbox (
    bot INTEGER NOT NULL,
    update_id INTEGER NOT NULL,
    chat INTEGER,
    payload TEXT NOT NULL CHECK (json_valid(payload)),
    done TEXT CHECK (done IN ('done', 'parked')),
    taken_at REAL NOT NULL,
    PRIMARY KEY (bot, update_id)
) STRICT, WITHOUT ROWID;

-- Where each customer stands, and the id of the living card in the chat.
CREATE TABLE conversation (
    bot INTEGER NOT NULL,
    chat INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (json_valid(state)),
    version INTEGER NOT NULL DEFAULT 1,
    card INTEGER,
    PRIMARY KEY (bot, chat)
) STRICT, WITHOUT ROWID;

-- Calls that wait to be made, in order per chat; a call that is settled leaves the table.
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    bot INTEGER NOT NULL,
    update_id INTEGER NOT NULL,
    n INTEGER NOT NULL,
    chat INTEGER NOT NULL,
    action TEXT NOT NULL CHECK (json_valid(action)),
    tried INTEGER, -- the highest message id known when it was tried first
    UNIQUE (bot, update_id, n),
    FOREIGN KEY (bot, update_id) REFERENCES inbox (bot, update_id)
) STRICT;

CREATE INDEX outbox_by_chat ON outbox (bot, chat, id);
