-- name: take
-- Write an update into the inbox unless it is there.
INSERT INTO inbox (bot, update_id, chat, payload, taken_at)
VALUES (:bot, :id, :chat, :payload, :now)
ON CONFLICT DO NOTHING;

-- name: finish
-- Say how an update ended.
UPDATE inbox SET done = :how WHERE bot = :bot AND update_id = :id;

-- name: chat
-- What is kept of a chat.
SELECT state, card FROM conversation WHERE bot = :bot AND chat = :chat;

-- name: save
-- Keep a conversation.
INSERT INTO conversation (bot, chat, state) VALUES (:bot, :chat, :state)
ON CONFLICT (bot, chat) DO UPDATE SET state = excluded.state, version = version + 1;

-- name: queue
-- Put a call at the end of the outbox; the calls of an update are counted from 0.
INSERT INTO outbox (bot, update_id, n, chat, action, queued_at)
VALUES (
    :bot,
    :id,
    (SELECT COALESCE(max(n) + 1, 0) FROM outbox WHERE bot = :bot AND update_id = :id),
    :chat,
    :action,
    :now
);

-- name: waiting_chats
-- Chats with calls that wait, the one with the oldest call first.
SELECT chat FROM outbox
WHERE bot = :bot AND chat NOT IN (SELECT value FROM json_each(:busy))
GROUP BY chat ORDER BY min(id) LIMIT :limit;

-- name: runs
-- The first calls of each of these chats, and the newest message that was sent to it.
SELECT outbox.id, outbox.chat, outbox.action, outbox.tried, sent.message
FROM json_each(:chats) AS wanted
JOIN outbox ON outbox.id IN (
    SELECT id FROM outbox WHERE bot = :bot AND chat = wanted.value ORDER BY id LIMIT :limit
)
LEFT JOIN sent ON sent.bot = :bot AND sent.chat = wanted.value
ORDER BY wanted.key, outbox.id;

-- name: mark
-- Write down that a call is about to be tried.
UPDATE outbox SET tried = :known WHERE id = :id;

-- name: rewrite
-- Put another call in the place of one that can't be made as it is.
UPDATE outbox SET action = :action WHERE id = :id;

-- name: settle
-- Take a call out of the outbox.
DELETE FROM outbox WHERE id = :id;

-- name: set_card
-- Remember the living card of a chat.
UPDATE conversation SET card = :card WHERE bot = :bot AND chat = :chat;

-- name: sent
-- Remember the newest message that was sent to a chat; not of a customer who is forgotten, once
-- nothing waits for them any more.
INSERT INTO sent (bot, chat, message)
SELECT :bot, :chat, :message
WHERE :chat < 0
OR EXISTS (SELECT 1 FROM conversation WHERE bot = :bot AND chat = :chat)
OR EXISTS (SELECT 1 FROM outbox WHERE bot = :bot AND chat = :chat)
ON CONFLICT (bot, chat) DO UPDATE SET message = max(message, excluded.message);

-- name: newest
-- The highest message id among the updates that came last.
SELECT COALESCE(max(json_extract(payload, '$.id')), 0) FROM (
    SELECT payload FROM inbox WHERE bot = :bot AND chat > 0 ORDER BY update_id DESC LIMIT :limit
);

-- name: forget_sent
-- Forget which message was the newest of a chat.
DELETE FROM sent WHERE bot = :bot AND chat = :chat;

-- name: drop
-- Empty the outbox of a chat.
DELETE FROM outbox WHERE bot = :bot AND chat = :chat;

-- name: backlog
-- What waits.
SELECT
    (SELECT count(*) FROM inbox WHERE bot = :bot AND done IS NULL),
    count(*),
    min(queued_at)
FROM outbox WHERE bot = :bot;

-- name: empty_old
-- Empty updates that are old.
UPDATE inbox SET chat = NULL, payload = '{}'
WHERE (bot, update_id) IN (
    SELECT bot, update_id FROM inbox
    WHERE bot = :bot AND chat IS NOT NULL AND taken_at < :before
    ORDER BY taken_at LIMIT :limit
);

-- name: delete_very_old
-- Delete updates that are very old, unless a call that they led to still waits.
DELETE FROM inbox
WHERE (bot, update_id) IN (
    SELECT bot, update_id FROM inbox
    WHERE bot = :bot AND taken_at < :before AND NOT EXISTS (
        SELECT 1 FROM outbox
        WHERE outbox.bot = inbox.bot AND outbox.update_id = inbox.update_id
    )
    ORDER BY taken_at LIMIT :limit
);

-- name: updates_of
-- The updates of a chat that are not emptied yet, oldest first.
SELECT taken_at, payload FROM inbox
WHERE bot = :bot AND chat = :chat ORDER BY taken_at, update_id;

-- name: actions_of
-- The calls of a chat that wait.
SELECT action FROM outbox WHERE bot = :bot AND chat = :chat ORDER BY id;

-- name: empty_updates_of
-- Empty all updates of a chat.
UPDATE inbox SET chat = NULL, payload = '{}' WHERE bot = :bot AND chat = :chat;

-- name: forget_calls
-- Delete the calls of a chat that say something.
DELETE FROM outbox WHERE bot = :bot AND chat = :chat AND json_extract(action, '$.content') IS NOT NULL;

-- name: forget_conversation
-- Delete a conversation.
DELETE FROM conversation WHERE bot = :bot AND chat = :chat;

-- name: leave_traces
-- Note that something was deleted for good.
INSERT INTO traces (since) VALUES (:now);

-- name: traces
-- Since when something is deleted whose traces were not wiped yet.
SELECT min(since) FROM traces;

-- name: wiped
-- Note that no traces are left.
DELETE FROM traces;

-- name: add_ticket
-- Keep a new ticket, unless its number or its request is there, or the customer has one open.
INSERT INTO ticket (
    bot, number, request_key, kind, state, is_open, chat, language, code, program, tried, contact,
    suits, note, offer, owner, topic, card, opened_at, changed_at, version, forget_when_closed
)
VALUES (
    :bot, :number, :key, :kind, :state, :open, :chat, :language, :code, :program, :tried, :contact,
    :suits, :note, :offer, :owner, :topic, :card, :opened, :changed, :version,
    :forget_when_closed
)
ON CONFLICT DO NOTHING;

-- name: change_ticket
-- Write what a move has changed, unless another move was made in between.
UPDATE ticket
SET state = :state, is_open = :open, offer = :offer, owner = :owner, changed_at = :changed,
    version = :version
WHERE bot = :bot AND number = :number AND version = :version - 1;

-- name: open_of
-- The open ticket of a customer, other than this one.
SELECT number FROM ticket
WHERE bot = :bot AND chat = :chat AND is_open = 1 AND number <> :number;

-- name: add_entry
-- Add a line to the log of a ticket.
INSERT INTO ticket_entry (bot, number, n, at, who, source, move, before, after, words)
VALUES (:bot, :number, :n, :at, :who, :source, :move, :before, :after, :words);

-- name: ticket
-- A ticket by its number.
SELECT number, request_key, kind, state, chat, language, code, program, tried, contact, suits, note,
    offer, owner, topic, card, opened_at, changed_at, version,
    forget_when_closed
FROM ticket WHERE bot = :bot AND number = :number;

-- name: tickets_of
-- The tickets of a customer, the newest first.
SELECT number, request_key, kind, state, chat, language, code, program, tried, contact, suits, note,
    offer, owner, topic, card, opened_at, changed_at, version,
    forget_when_closed
FROM ticket WHERE bot = :bot AND chat = :chat ORDER BY opened_at DESC, number LIMIT :limit;

-- name: tickets
-- Tickets, the oldest first; open ones, or all.
SELECT number, request_key, kind, state, chat, language, code, program, tried, contact, suits, note,
    offer, owner, topic, card, opened_at, changed_at, version,
    forget_when_closed
FROM ticket WHERE bot = :bot AND is_open >= :open ORDER BY opened_at, number LIMIT :limit;

-- name: ticket_of_topic
-- The ticket that is handled in a topic.
SELECT number FROM ticket WHERE bot = :bot AND topic = :topic ORDER BY opened_at DESC LIMIT 1;

-- name: place_ticket
-- Remember where in the desk a ticket is handled.
UPDATE ticket SET topic = :topic, card = :card WHERE bot = :bot AND number = :number;

-- name: entries
-- The log of a ticket.
SELECT at, who, source, move, before, after, words FROM ticket_entry
WHERE bot = :bot AND number = :number ORDER BY n;

-- name: tie
-- Say which ticket a message belongs to.
INSERT INTO ticket_message (bot, chat, message, number)
VALUES (:bot, :chat, :message, :number)
ON CONFLICT (bot, chat, message) DO UPDATE SET number = excluded.number;

-- name: tied
-- The ticket that a message belongs to.
SELECT number FROM ticket_message WHERE bot = :bot AND chat = :chat AND message = :message;

-- name: mark_open_of
-- Say that the open ticket of a customer is forgotten when it ends.
UPDATE ticket SET forget_when_closed = 1 WHERE bot = :bot AND chat = :chat AND is_open = 1;

-- name: closed_of
-- The tickets of a customer that are closed.
SELECT number FROM ticket WHERE bot = :bot AND chat = :chat AND is_open = 0 ORDER BY number;

-- name: ended
-- Closed tickets whose customer is known and that ended before a time, the oldest first. None ends
-- before it was opened, so the index by age finds them.
SELECT number, request_key, kind, state, chat, language, code, program, tried, contact, suits, note,
    offer, owner, topic, card, opened_at, changed_at, version,
    forget_when_closed
FROM ticket
WHERE bot = :bot AND is_open = 0 AND chat IS NOT NULL AND opened_at < :before AND (
    SELECT max(at) FROM ticket_entry
    WHERE ticket_entry.bot = ticket.bot AND ticket_entry.number = ticket.number
    AND before <> after
) < :before
ORDER BY opened_at, number LIMIT :limit;

-- name: keep_count
-- Keep when a ticket was made, and by whom, while the rest of it is emptied.
INSERT INTO asked (bot, chat, at)
SELECT bot, chat, opened_at FROM ticket
WHERE bot = :bot AND number = :number AND chat IS NOT NULL;

-- name: empty_words
-- Empty what was said in a ticket.
UPDATE ticket_entry SET words = '' WHERE bot = :bot AND number = :number;

-- name: forget_messages
-- Delete which messages belong to a ticket.
DELETE FROM ticket_message WHERE bot = :bot AND number = :number;

-- name: empty_ticket
-- Empty a ticket; that there was work to do stays.
UPDATE ticket
SET chat = NULL, language = '', code = '', program = '', tried = '[]', contact = '', suits = '',
    note = '', offer = '', forget_when_closed = 0
WHERE bot = :bot AND number = :number;

-- name: asked_since
-- How many tickets a customer has made since a time, those that are emptied included.
SELECT
    (SELECT count(*) FROM ticket WHERE bot = :bot AND chat = :chat AND opened_at > :since)
    + (SELECT count(*) FROM asked WHERE bot = :bot AND chat = :chat AND at > :since);

-- name: counts_of
-- When a customer made tickets that are emptied.
SELECT at FROM asked WHERE bot = :bot AND chat = :chat ORDER BY at;

-- name: forget_counts
-- Delete when tickets were made, once that is long enough ago.
DELETE FROM asked WHERE bot = :bot AND at <= :before;

-- name: about
-- The calls that wait for the desk about a ticket.
SELECT id, chat, action, tried, 0 FROM outbox
WHERE bot = :bot AND chat < 0 AND json_extract(action, '$.ticket') = :number ORDER BY id;

-- name: file
-- Telegram's id of a file.
SELECT file_id FROM file WHERE bot = :bot AND recipe = :recipe AND version = :version;

-- name: keep_file
-- Remember the id of a file.
INSERT INTO file (bot, recipe, version, file_id)
VALUES (:bot, :recipe, :version, :file)
ON CONFLICT (bot, recipe) DO UPDATE SET version = excluded.version, file_id = excluded.file_id;

-- name: forget_file
-- Forget the id of a file.
DELETE FROM file WHERE bot = :bot AND recipe = :recipe;


-- name: alive
-- When the service was last alive.
SELECT at FROM alive WHERE bot = :bot;

-- name: beat
-- Write down that it is.
INSERT INTO alive (bot, at) VALUES (:bot, :now)
ON CONFLICT (bot) DO UPDATE SET at = excluded.at;

-- name: active
-- Private chats with a living card, the one that did something last first.
SELECT inbox.chat FROM inbox
JOIN conversation ON conversation.bot = inbox.bot AND conversation.chat = inbox.chat
WHERE inbox.bot = :bot AND inbox.taken_at > :since AND inbox.chat > 0 AND card IS NOT NULL
GROUP BY inbox.chat ORDER BY max(inbox.taken_at) DESC LIMIT :limit;
