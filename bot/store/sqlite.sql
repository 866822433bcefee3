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
INSERT INTO outbox (bot, update_id, n, chat, action) VALUES (:bot, :id, :n, :chat, :action);

-- name: waiting
-- The first call of each chat, oldest first.
SELECT id, chat, action, tried FROM outbox
WHERE id IN (SELECT min(id) FROM outbox WHERE bot = :bot GROUP BY chat)
ORDER BY id;

-- name: mark
-- Write down that a call is about to be tried.
UPDATE outbox SET tried = :known WHERE id = :id;

-- name: settle
-- Take a call out of the outbox.
DELETE FROM outbox WHERE id = :id;

-- name: set_card
-- Remember the living card of a chat.
UPDATE conversation SET card = :card WHERE bot = :bot AND chat = :chat;

-- name: drop
-- Empty the outbox of a chat.
DELETE FROM outbox WHERE bot = :bot AND chat = :chat;
