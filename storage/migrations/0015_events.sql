-- What providers told us by webhook. Each event is stored once; its look is owed until done is set.
-- event: a digest of the provider's id of it. subject: whom it is about.
CREATE TABLE provider_events (
    publisher TEXT NOT NULL,
    event TEXT NOT NULL,
    subject TEXT NOT NULL,
    came BIGINT NOT NULL,
    tries BIGINT NOT NULL DEFAULT 0,
    due BIGINT NOT NULL,
    done BIGINT,
    PRIMARY KEY (publisher, event)
);
CREATE INDEX provider_events_owed ON provider_events (publisher, due) WHERE done IS NULL;
CREATE INDEX provider_events_by_time ON provider_events (publisher, came);
