-- Sources and routes added on Discord, lasting identities of articles, stories, and what became of each article.

CREATE TABLE added_sources (
    name TEXT PRIMARY KEY,
    definition TEXT NOT NULL,
    guild BIGINT NOT NULL,
    added_by BIGINT NOT NULL,
    added BIGINT NOT NULL
);

-- paused: since when nobody wants it read. distrusted: kinds of keys that two articles shared (JSON).
-- rhythm: when the source publishes (JSON), for the time of the next look.
ALTER TABLE sources ADD COLUMN paused BIGINT;
ALTER TABLE sources ADD COLUMN distrusted TEXT NOT NULL DEFAULT '[]';
ALTER TABLE sources ADD COLUMN rhythm TEXT NOT NULL DEFAULT '[]';

-- WebSub: what the hub of a source promised. The secret signs its calls, the path tells it from strangers.
CREATE TABLE hub_leases (
    source TEXT PRIMARY KEY,
    hub TEXT NOT NULL,
    topic TEXT NOT NULL,
    path TEXT NOT NULL,
    secret TEXT NOT NULL,
    asked BIGINT NOT NULL,
    until BIGINT
);
CREATE INDEX hub_leases_by_path ON hub_leases (path);

-- Everything an article was ever known by: guid, link, title and day, text.
CREATE TABLE article_keys (
    source TEXT NOT NULL,
    key TEXT NOT NULL,
    article_id BIGINT NOT NULL,
    PRIMARY KEY (source, key)
) WITHOUT ROWID;
CREATE INDEX article_keys_by_article ON article_keys (article_id);
INSERT INTO article_keys (source, key, article_id) SELECT source, 'guid ' || guid, id FROM articles;

-- given: digest of what the source itself gave; the stored text may have come from the page.
ALTER TABLE articles ADD COLUMN given TEXT NOT NULL DEFAULT '';
ALTER TABLE articles ADD COLUMN image_credit TEXT NOT NULL DEFAULT '';
ALTER TABLE articles ADD COLUMN embeds TEXT NOT NULL DEFAULT '[]';
ALTER TABLE articles ADD COLUMN paywalled INTEGER NOT NULL DEFAULT 0;
UPDATE articles SET given = digest;

-- Articles about the same news. An article that stands alone has no row. evidence: why it joined (JSON).
CREATE TABLE story_articles (
    article_id BIGINT PRIMARY KEY,
    story BIGINT NOT NULL,
    joined BIGINT NOT NULL,
    evidence TEXT NOT NULL
);
CREATE INDEX story_articles_by_story ON story_articles (story);

-- definition: the route as JSON. held: why it stands still, '' while it goes.
CREATE TABLE routes (
    id BIGINT PRIMARY KEY,
    guild BIGINT NOT NULL,
    channel BIGINT NOT NULL,
    definition TEXT NOT NULL,
    made_by BIGINT NOT NULL,
    made BIGINT NOT NULL,
    paused BIGINT
);
CREATE INDEX routes_by_guild ON routes (guild);

-- What became of an article in a channel, and why; `due` is when a waiting one is to be looked at again.
CREATE TABLE postings (
    article_id BIGINT NOT NULL,
    channel BIGINT NOT NULL,
    route BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    detail TEXT NOT NULL DEFAULT '',
    decided BIGINT NOT NULL,
    due BIGINT,
    PRIMARY KEY (article_id, channel)
);
CREATE INDEX postings_due ON postings (due) WHERE due IS NOT NULL;
CREATE INDEX postings_recent ON postings (channel, decided);

-- Several articles in one message: what was missed, or a digest.
CREATE TABLE bulletins (
    id BIGINT PRIMARY KEY,
    channel BIGINT NOT NULL,
    kind TEXT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    articles TEXT NOT NULL
);

-- Material changes of articles that were posted already.
CREATE TABLE corrections (
    id BIGINT PRIMARY KEY,
    article_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    change TEXT NOT NULL
);
CREATE INDEX corrections_by_article ON corrections (article_id);

-- What a manager has to hear once. `over` is when the trouble ended: then it may be said again.
CREATE TABLE alerts (
    id BIGINT PRIMARY KEY,
    guild BIGINT NOT NULL,
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    arguments TEXT NOT NULL,
    at BIGINT NOT NULL,
    over BIGINT
);
CREATE INDEX alerts_open ON alerts (guild, subject) WHERE over IS NULL;
