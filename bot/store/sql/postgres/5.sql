-- When the service was last alive: who was served shortly before is told when it was away for long.
CREATE TABLE alive (
    bot bigint PRIMARY KEY,
    at double precision NOT NULL
);
