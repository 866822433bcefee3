-- What customers ask of people. A request makes one ticket, and a customer has one that is open.
CREATE TABLE ticket (
    bot INTEGER NOT NULL,
    number TEXT NOT NULL,
    request_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),
    chat INTEGER, -- NULL once the customer was forgotten
    language TEXT NOT NULL,
    code TEXT NOT NULL,
    program TEXT NOT NULL,
    tried TEXT NOT NULL CHECK (json_valid(tried)),
    contact TEXT NOT NULL,
    suits TEXT NOT NULL, -- when it suits them to be reached
    note TEXT NOT NULL,
    offer TEXT NOT NULL,
    owner TEXT NOT NULL,
    topic INTEGER,
    card INTEGER,
    opened_at REAL NOT NULL,
    changed_at REAL NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (bot, number),
    UNIQUE (bot, request_key)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX ticket_open ON ticket (bot, chat) WHERE is_open = 1;

CREATE INDEX ticket_by_chat ON ticket (bot, chat, opened_at) WHERE chat IS NOT NULL;

CREATE INDEX ticket_by_age ON ticket (bot, is_open, opened_at);

CREATE INDEX ticket_by_topic ON ticket (bot, topic) WHERE topic IS NOT NULL;

-- What happened to a ticket; lines are added and stay.
CREATE TABLE ticket_entry (
    bot INTEGER NOT NULL,
    number TEXT NOT NULL,
    n INTEGER NOT NULL, -- the version of the ticket that it made
    at REAL NOT NULL,
    who TEXT NOT NULL,
    source TEXT NOT NULL,
    move TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (bot, number, n),
    FOREIGN KEY (bot, number) REFERENCES ticket (bot, number)
) STRICT, WITHOUT ROWID;

-- Messages that belong to a ticket, so that an answer to one finds it.
CREATE TABLE ticket_message (
    bot INTEGER NOT NULL,
    chat INTEGER NOT NULL,
    message INTEGER NOT NULL,
    number TEXT NOT NULL,
    PRIMARY KEY (bot, chat, message),
    FOREIGN KEY (bot, number) REFERENCES ticket (bot, number)
) STRICT, WITHOUT ROWID;
