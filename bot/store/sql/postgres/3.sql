-- Files that Telegram has: a recipe is uploaded once, and again when what it makes changes.
CREATE TABLE file (
    bot bigint NOT NULL,
    recipe text NOT NULL,
    version text NOT NULL,
    file_id text NOT NULL,
    PRIMARY KEY (bot, recipe)
);
