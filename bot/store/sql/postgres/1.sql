-- The tables of schema 1, as those of a SQLite file of schema 2.

-- Updates that were taken in; an update that comes again is known by its id. A chat is kept as long
-- as what the update said.
CREATE TABLE inbox (
    bot bigint NOT NULL,
    update_id bigint NOT NULL,
    chat bigint,
    payload json NOT NULL,
    done text CHECK (done IN ('done', 'parked')),
    taken_at double precision NOT NULL,
    PRIMARY KEY (bot, update_id)
);

CREATE INDEX inbox_by_age ON inbox (bot, taken_at);

CREATE INDEX inbox_bodies ON inbox (bot, taken_at) WHERE chat IS NOT NULL;

CREATE INDEX inbox_by_chat ON inbox (bot, chat) WHERE chat IS NOT NULL;

CREATE INDEX inbox_unfinished ON inbox (bot) WHERE done IS NULL;

-- Where each customer stands, and the id of the living card in the chat.
CREATE TABLE conversation (
    bot bigint NOT NULL,
    chat bigint NOT NULL,
    state json NOT NULL,
    version bigint NOT NULL DEFAULT 1,
    card bigint,
    PRIMARY KEY (bot, chat)
);

-- Calls that wait to be made, in order per chat; a call that is settled leaves the table.
CREATE TABLE outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    bot bigint NOT NULL,
    update_id bigint, -- NULL for a call that no update led to
    n bigint NOT NULL,
    chat bigint NOT NULL,
    action json NOT NULL,
    tried bigint, -- the highest message id known when it was tried first
    queued_at double precision NOT NULL,
    UNIQUE (bot, update_id, n),
    FOREIGN KEY (bot, update_id) REFERENCES inbox (bot, update_id)
);

CREATE INDEX outbox_by_chat ON outbox (bot, chat, id);
