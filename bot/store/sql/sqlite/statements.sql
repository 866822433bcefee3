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
-- Put a call at the end of the outbox.
INSERT INTO outbox (bot, update_id, n, chat, action, queued_at)
VALUES (:bot, :id, :n, :chat, :action, :now);

-- name: next_n
-- How many calls an update has led to.
SELECT COALESCE(max(n) + 1, 0) FROM outbox WHERE bot = :bot AND update_id = :id;

-- name: waiting_chats
-- Chats with calls that wait, the one with the oldest call first.
SELECT chat FROM outbox
WHERE bot = :bot AND chat NOT IN (SELECT value FROM json_each(:busy))
GROUP BY chat ORDER BY min(id) LIMIT :limit;

-- name: run
-- The first calls of a chat.
SELECT id, chat, action, tried FROM outbox
WHERE bot = :bot AND chat = :chat ORDER BY id LIMIT :limit;

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

-- name: forget_conversation
-- Delete a conversation.
DELETE FROM conversation WHERE bot = :bot AND chat = :chat;

-- name: leave_traces
-- Note that something was deleted for good.
INSERT INTO traces (since) VALUES (:now);

-- name: traces
-- Whether something was deleted whose traces were not wiped yet.
SELECT count(*) FROM traces;

-- name: wiped
-- Note that no traces are left.
DELETE FROM traces;
