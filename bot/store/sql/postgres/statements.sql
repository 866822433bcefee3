-- name: lock
-- Hold chats until the transaction ends, in an order that is the same for everybody. A chat need not
-- have a row yet.
SELECT pg_advisory_xact_lock(key) FROM (
    SELECT DISTINCT hashtextextended('postbode chat ' || %(bot)s::bigint || ' ' || chat, 0) AS key
    FROM unnest(%(chats)s::bigint[]) AS chat ORDER BY key
) AS keys;

-- name: take
-- Write an update into the inbox unless it is there.
INSERT INTO inbox (bot, update_id, chat, payload, taken_at)
VALUES (%(bot)s, %(id)s, %(chat)s, %(payload)s, %(now)s)
ON CONFLICT DO NOTHING;

-- name: finish
-- Say how an update ended.
UPDATE inbox SET done = %(how)s WHERE bot = %(bot)s AND update_id = %(id)s;

-- name: chat
-- What is kept of a chat.
SELECT state::text, card FROM conversation WHERE bot = %(bot)s AND chat = %(chat)s;

-- name: save
-- Keep a conversation.
INSERT INTO conversation (bot, chat, state) VALUES (%(bot)s, %(chat)s, %(state)s)
ON CONFLICT (bot, chat) DO UPDATE
SET state = excluded.state, version = conversation.version + 1;

-- name: queue
-- Put calls at the end of the outbox, in order; n goes on where the update has come to.
INSERT INTO outbox (bot, update_id, n, chat, action, queued_at)
SELECT
    %(bot)s, %(id)s::bigint,
    place - 1 + COALESCE(
        (SELECT max(n) + 1 FROM outbox WHERE bot = %(bot)s AND update_id = %(id)s::bigint), 0
    ),
    %(chat)s, action::json, %(now)s
FROM unnest(%(actions)s::text[]) WITH ORDINALITY AS call (action, place)
ORDER BY place;

-- name: waiting_chats
-- Chats with calls that wait, the one with the oldest call first, that this session holds already or
-- that no other holds; a chat that is given is held from now on, until it is released or the session
-- ends. MATERIALIZED keeps the condition out of the first part: it is tried row by row, in order,
-- until there are enough, so nothing is held that is not given.
WITH candidates AS MATERIALIZED (
    SELECT chat FROM outbox
    WHERE bot = %(bot)s AND chat <> ALL(%(busy)s::bigint[])
    GROUP BY chat ORDER BY min(id)
)
SELECT chat FROM candidates
WHERE CASE
    WHEN chat = ANY(%(held)s::bigint[]) THEN true
    ELSE pg_try_advisory_lock(
        hashtextextended('postbode send ' || %(bot)s::bigint || ' ' || chat, 0)
    )
END
LIMIT %(limit)s;

-- name: hold
-- Hold a chat whose calls are being made, unless another session does.
SELECT pg_try_advisory_lock(
    hashtextextended('postbode send ' || %(bot)s::bigint || ' ' || %(chat)s::bigint, 0)
);

-- name: release
-- Let others make the calls of a chat.
SELECT pg_advisory_unlock(
    hashtextextended('postbode send ' || %(bot)s::bigint || ' ' || %(chat)s::bigint, 0)
);

-- name: runs
-- The first calls of each chat, and the newest message that was sent to it.
SELECT call.* FROM unnest(%(chats)s::bigint[]) AS wanted, LATERAL (
    SELECT id, chat, action::text, tried, message FROM outbox LEFT JOIN sent USING (bot, chat)
    WHERE bot = %(bot)s AND chat = wanted ORDER BY id LIMIT %(limit)s
) AS call;

-- name: mark
-- Write down that a call is about to be tried.
UPDATE outbox SET tried = %(known)s WHERE id = %(id)s;

-- name: rewrite
-- Put another call in the place of one that can't be made as it is.
UPDATE outbox SET action = %(action)s WHERE id = %(id)s;

-- name: settle
-- Take a call out of the outbox.
DELETE FROM outbox WHERE id = %(id)s;

-- name: set_card
-- Remember the living card of a chat.
UPDATE conversation SET card = %(card)s WHERE bot = %(bot)s AND chat = %(chat)s;

-- name: sent
-- Remember the newest message that was sent to a chat; not of a customer who is forgotten, once
-- nothing waits for them any more.
INSERT INTO sent (bot, chat, message)
SELECT %(bot)s::bigint, %(chat)s::bigint, %(message)s::bigint
WHERE %(chat)s::bigint < 0
OR EXISTS (SELECT 1 FROM conversation WHERE bot = %(bot)s AND chat = %(chat)s)
OR EXISTS (SELECT 1 FROM outbox WHERE bot = %(bot)s AND chat = %(chat)s)
ON CONFLICT (bot, chat) DO UPDATE SET message = greatest(sent.message, excluded.message);

-- name: newest
-- The highest message id among the updates that came last.
SELECT COALESCE(max((payload ->> 'id')::bigint), 0) FROM (
    SELECT payload FROM inbox
    WHERE bot = %(bot)s AND chat > 0 ORDER BY update_id DESC LIMIT %(limit)s
) AS latest;

-- name: forget_sent
-- Forget which message was the newest of a chat.
DELETE FROM sent WHERE bot = %(bot)s AND chat = %(chat)s;

-- name: drop
-- Empty the outbox of a chat.
DELETE FROM outbox WHERE bot = %(bot)s AND chat = %(chat)s;

-- name: backlog
-- What waits.
SELECT
    (SELECT count(*) FROM inbox WHERE bot = %(bot)s AND done IS NULL),
    count(*),
    min(queued_at)
FROM outbox WHERE bot = %(bot)s;

-- name: empty_old
-- Empty updates that are old; leave those that somebody else is at.
UPDATE inbox SET chat = NULL, payload = '{}'
WHERE (bot, update_id) IN (
    SELECT bot, update_id FROM inbox
    WHERE bot = %(bot)s AND chat IS NOT NULL AND taken_at < %(before)s
    ORDER BY taken_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED
);

-- name: delete_very_old
-- Delete updates that are very old, unless a call that they led to still waits.
DELETE FROM inbox
WHERE (bot, update_id) IN (
    SELECT bot, update_id FROM inbox
    WHERE bot = %(bot)s AND taken_at < %(before)s AND NOT EXISTS (
        SELECT 1 FROM outbox
        WHERE outbox.bot = inbox.bot AND outbox.update_id = inbox.update_id
    )
    ORDER BY taken_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED
);

-- name: updates_of
-- The updates of a chat that are not emptied yet, oldest first.
SELECT taken_at, payload::text FROM inbox
WHERE bot = %(bot)s AND chat = %(chat)s ORDER BY taken_at, update_id;

-- name: actions_of
-- The calls of a chat that wait.
SELECT action::text FROM outbox WHERE bot = %(bot)s AND chat = %(chat)s ORDER BY id;

-- name: empty_updates_of
-- Empty all updates of a chat.
UPDATE inbox SET chat = NULL, payload = '{}' WHERE bot = %(bot)s AND chat = %(chat)s;

-- name: forget_calls
-- Delete the calls of a chat that say something.
DELETE FROM outbox
WHERE bot = %(bot)s AND chat = %(chat)s AND action ->> 'content' IS NOT NULL;

-- name: forget_conversation
-- Delete a conversation.
DELETE FROM conversation WHERE bot = %(bot)s AND chat = %(chat)s;

-- name: poll
-- Be the one who polls Telegram for a bot, unless another session is.
SELECT pg_try_advisory_lock(hashtextextended('postbode poll ' || %(bot)s::bigint, 0));

-- name: poller
-- Who polls Telegram for a bot.
SELECT application_name FROM pg_stat_activity WHERE pid IN (
    SELECT pid FROM pg_locks
    WHERE locktype = 'advisory' AND granted
    AND (classid::bigint << 32 | objid::bigint)
        = hashtextextended('postbode poll ' || %(bot)s::bigint, 0)
);

-- name: add_ticket
-- Keep a new ticket, unless its number or its request is there, or the customer has one open.
INSERT INTO ticket (
    bot, number, request_key, kind, state, is_open, chat, language, code, program, tried, contact,
    suits, note, offer, owner, topic, card, opened_at, changed_at, version, forget_when_closed
)
VALUES (
    %(bot)s, %(number)s, %(key)s, %(kind)s, %(state)s, %(open)s, %(chat)s, %(language)s, %(code)s, %(program)s, %(tried)s, %(contact)s,
    %(suits)s, %(note)s, %(offer)s, %(owner)s, %(topic)s, %(card)s, %(opened)s, %(changed)s, %(version)s,
    %(forget_when_closed)s
)
ON CONFLICT DO NOTHING;

-- name: change_ticket
-- Write what a move has changed, unless another move was made in between.
UPDATE ticket
SET state = %(state)s, is_open = %(open)s, offer = %(offer)s, owner = %(owner)s, changed_at = %(changed)s,
    version = %(version)s
WHERE bot = %(bot)s AND number = %(number)s AND version = %(version)s - 1;

-- name: open_of
-- The open ticket of a customer, other than this one.
SELECT number FROM ticket
WHERE bot = %(bot)s AND chat = %(chat)s AND is_open = 1 AND number <> %(number)s;

-- name: add_entry
-- Add a line to the log of a ticket.
INSERT INTO ticket_entry (bot, number, n, at, who, source, move, before, after, words)
VALUES (%(bot)s, %(number)s, %(n)s, %(at)s, %(who)s, %(source)s, %(move)s, %(before)s, %(after)s, %(words)s);

-- name: ticket
-- A ticket by its number.
SELECT number, request_key, kind, state, chat, language, code, program, tried, contact, suits, note,
    offer, owner, topic, card, opened_at, changed_at, version,
    forget_when_closed
FROM ticket WHERE bot = %(bot)s AND number = %(number)s;

-- name: tickets_of
-- The tickets of a customer, the newest first.
SELECT number, request_key, kind, state, chat, language, code, program, tried, contact, suits, note,
    offer, owner, topic, card, opened_at, changed_at, version,
    forget_when_closed
FROM ticket WHERE bot = %(bot)s AND chat = %(chat)s ORDER BY opened_at DESC, number LIMIT %(limit)s;

-- name: tickets
-- Tickets, the oldest first; open ones, or all.
SELECT number, request_key, kind, state, chat, language, code, program, tried, contact, suits, note,
    offer, owner, topic, card, opened_at, changed_at, version,
    forget_when_closed
FROM ticket WHERE bot = %(bot)s AND is_open >= %(open)s ORDER BY opened_at, number LIMIT %(limit)s;

-- name: ticket_of_topic
-- The ticket that is handled in a topic.
SELECT number FROM ticket WHERE bot = %(bot)s AND topic = %(topic)s ORDER BY opened_at DESC LIMIT 1;

-- name: place_ticket
-- Remember where in the desk a ticket is handled.
UPDATE ticket SET topic = %(topic)s, card = %(card)s WHERE bot = %(bot)s AND number = %(number)s;

-- name: entries
-- The log of a ticket.
SELECT at, who, source, move, before, after, words FROM ticket_entry
WHERE bot = %(bot)s AND number = %(number)s ORDER BY n;

-- name: tie
-- Say which ticket a message belongs to.
INSERT INTO ticket_message (bot, chat, message, number)
VALUES (%(bot)s, %(chat)s, %(message)s, %(number)s)
ON CONFLICT (bot, chat, message) DO UPDATE SET number = excluded.number;

-- name: tied
-- The ticket that a message belongs to.
SELECT number FROM ticket_message WHERE bot = %(bot)s AND chat = %(chat)s AND message = %(message)s;

-- name: mark_open_of
-- Say that the open ticket of a customer is forgotten when it ends.
UPDATE ticket SET forget_when_closed = 1 WHERE bot = %(bot)s AND chat = %(chat)s AND is_open = 1;

-- name: closed_of
-- The tickets of a customer that are closed.
SELECT number FROM ticket WHERE bot = %(bot)s AND chat = %(chat)s AND is_open = 0 ORDER BY number;

-- name: ended
-- Closed tickets whose customer is known and that ended before a time, the oldest first. None ends
-- before it was opened, so the index by age finds them.
SELECT number, request_key, kind, state, chat, language, code, program, tried, contact, suits, note,
    offer, owner, topic, card, opened_at, changed_at, version,
    forget_when_closed
FROM ticket
WHERE bot = %(bot)s AND is_open = 0 AND chat IS NOT NULL AND opened_at < %(before)s AND (
    SELECT max(at) FROM ticket_entry
    WHERE ticket_entry.bot = ticket.bot AND ticket_entry.number = ticket.number
    AND before <> after
) < %(before)s
ORDER BY opened_at, number LIMIT %(limit)s;

-- name: keep_count
-- Keep when a ticket was made, and by whom, while the rest of it is emptied.
INSERT INTO asked (bot, chat, at)
SELECT bot, chat, opened_at FROM ticket
WHERE bot = %(bot)s AND number = %(number)s AND chat IS NOT NULL;

-- name: empty_words
-- Empty what was said in a ticket.
UPDATE ticket_entry SET words = '' WHERE bot = %(bot)s AND number = %(number)s;

-- name: forget_messages
-- Delete which messages belong to a ticket.
DELETE FROM ticket_message WHERE bot = %(bot)s AND number = %(number)s;

-- name: empty_ticket
-- Empty a ticket; that there was work to do stays.
UPDATE ticket
SET chat = NULL, language = '', code = '', program = '', tried = '[]', contact = '', suits = '',
    note = '', offer = '', forget_when_closed = 0
WHERE bot = %(bot)s AND number = %(number)s;

-- name: asked_since
-- How many tickets a customer has made since a time, those that are emptied included.
SELECT
    (SELECT count(*) FROM ticket WHERE bot = %(bot)s AND chat = %(chat)s AND opened_at > %(since)s)
    + (SELECT count(*) FROM asked WHERE bot = %(bot)s AND chat = %(chat)s AND at > %(since)s);

-- name: counts_of
-- When a customer made tickets that are emptied.
SELECT at FROM asked WHERE bot = %(bot)s AND chat = %(chat)s ORDER BY at;

-- name: forget_counts
-- Delete when tickets were made, once that is long enough ago.
DELETE FROM asked WHERE bot = %(bot)s AND at <= %(before)s;

-- name: about
-- The calls that wait for the desk about a ticket.
SELECT id, chat, action::text, tried, 0 FROM outbox
WHERE bot = %(bot)s AND chat < 0 AND action ->> 'ticket' = %(number)s ORDER BY id;

-- name: file
-- Telegram's id of a file.
SELECT file_id FROM file WHERE bot = %(bot)s AND recipe = %(recipe)s AND version = %(version)s;

-- name: keep_file
-- Remember the id of a file.
INSERT INTO file (bot, recipe, version, file_id)
VALUES (%(bot)s, %(recipe)s, %(version)s, %(file)s)
ON CONFLICT (bot, recipe) DO UPDATE SET version = excluded.version, file_id = excluded.file_id;

-- name: forget_file
-- Forget the id of a file.
DELETE FROM file WHERE bot = %(bot)s AND recipe = %(recipe)s;


-- name: alive
-- When the service was last alive.
SELECT at FROM alive WHERE bot = %(bot)s;

-- name: beat
-- Write down that it is.
INSERT INTO alive (bot, at) VALUES (%(bot)s, %(now)s)
ON CONFLICT (bot) DO UPDATE SET at = excluded.at;

-- name: active
-- Private chats with a living card, the one that did something last first.
SELECT inbox.chat FROM inbox
JOIN conversation ON conversation.bot = inbox.bot AND conversation.chat = inbox.chat
WHERE inbox.bot = %(bot)s AND inbox.taken_at > %(since)s AND inbox.chat > 0 AND card IS NOT NULL
GROUP BY inbox.chat ORDER BY max(inbox.taken_at) DESC LIMIT %(limit)s;

-- name: processes
-- How many processes use this database.
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND starts_with(application_name, 'postbode ');
