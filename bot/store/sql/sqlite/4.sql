-- Files that Telegram has: a recipe is uploaded once, and again when what it makes changes.
CREATE TABLE file (
    bot INTEGER NOT NULL,
    recipe TEXT NOT NULL,
    version TEXT NOT NULL,
    file_id TEXT NOT NULL,
    PRIMARY KEY (bot, recipe)
) STRICT, WITHOUT ROWID;
