-- What customers ask of people. A request makes one ticket, and a customer has one that is open.
CREATE TABLE ticket (
    bot bigint NOT NULL,
    number text NOT NULL,
    request_key text NOT NULL,
    kind text NOT NULL,
    state text NOT NULL,
    is_open smallint NOT NULL CHECK (is_open IN (0, 1)),
    chat bigint, -- NULL once the customer was forgotten
    language text NOT NULL,
    code text NOT NULL,
    program text NOT NULL,
    tried text NOT NULL, -- a list, as JSON
    contact text NOT NULL,
    suits text NOT NULL, -- when it suits them to be reached
    note text NOT NULL,
    offer text NOT NULL,
    owner text NOT NULL,
    topic bigint,
    card bigint,
    opened_at double precision NOT NULL,
    changed_at double precision NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (bot, number),
    UNIQUE (bot, request_key)
);

CREATE UNIQUE INDEX ticket_open ON ticket (bot, chat) WHERE is_open = 1;

CREATE INDEX ticket_by_chat ON ticket (bot, chat, opened_at) WHERE chat IS NOT NULL;

CREATE INDEX ticket_by_age ON ticket (bot, is_open, opened_at);

CREATE INDEX ticket_by_topic ON ticket (bot, topic) WHERE topic IS NOT NULL;

-- What happened to a ticket; lines are added and stay.
CREATE TABLE ticket_entry (
    bot bigint NOT NULL,
    number text NOT NULL,
    n bigint NOT NULL, -- the version of the ticket that it made
    at double precision NOT NULL,
    who text NOT NULL,
    source text NOT NULL,
    move text NOT NULL,
    before text NOT NULL,
    after text NOT NULL,
    words text NOT NULL,
    PRIMARY KEY (bot, number, n),
    FOREIGN KEY (bot, number) REFERENCES ticket (bot, number)
);

-- Messages that belong to a ticket, so that an answer to one finds it.
CREATE TABLE ticket_message (
    bot bigint NOT NULL,
    chat bigint NOT NULL,
    message bigint NOT NULL,
    number text NOT NULL,
    PRIMARY KEY (bot, chat, message),
    FOREIGN KEY (bot, number) REFERENCES ticket (bot, number)
);
