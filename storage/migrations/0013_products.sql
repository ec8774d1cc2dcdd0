-- What readers search, which products are named where, and what readers are waiting for.

-- Words of articles and comments as written, without case and accents. They refer to the texts, which are kept
-- once, and follow them in the same transaction.
CREATE VIRTUAL TABLE article_words USING fts5 (
    title, subtitle, text, content = 'articles', content_rowid = 'id',
    tokenize = "unicode61 remove_diacritics 2 tokenchars '+#'"
);
CREATE VIRTUAL TABLE comment_words USING fts5 (
    markdown, content = 'comments', content_rowid = 'id',
    tokenize = "unicode61 remove_diacritics 2 tokenchars '+#'"
);
INSERT INTO article_words (article_words) VALUES ('rebuild');
INSERT INTO comment_words (comment_words) VALUES ('rebuild');

-- Texts whose products are not read yet, as they are now. comment_id 0 stands for the article itself.
CREATE TABLE unread_texts (
    article_id BIGINT NOT NULL,
    comment_id BIGINT NOT NULL,
    PRIMARY KEY (article_id, comment_id)
);

CREATE TRIGGER article_added AFTER INSERT ON articles BEGIN
    INSERT INTO article_words (rowid, title, subtitle, text)
    VALUES (new.id, new.title, new.subtitle, new.text);
    INSERT INTO unread_texts (article_id, comment_id) VALUES (new.id, 0) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER article_changed AFTER UPDATE OF title, subtitle, text, digest, withdrawn ON articles BEGIN
    INSERT INTO article_words (article_words, rowid, title, subtitle, text)
    VALUES ('delete', old.id, old.title, old.subtitle, old.text);
    INSERT INTO article_words (rowid, title, subtitle, text)
    VALUES (new.id, new.title, new.subtitle, new.text);
    INSERT INTO unread_texts (article_id, comment_id) VALUES (new.id, 0) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER article_removed AFTER DELETE ON articles BEGIN
    INSERT INTO article_words (article_words, rowid, title, subtitle, text)
    VALUES ('delete', old.id, old.title, old.subtitle, old.text);
    INSERT INTO unread_texts (article_id, comment_id) VALUES (old.id, 0) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER comment_added AFTER INSERT ON comments BEGIN
    INSERT INTO comment_words (rowid, markdown) VALUES (new.id, new.markdown);
    INSERT INTO unread_texts (article_id, comment_id) VALUES (new.article_id, new.id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER comment_changed AFTER UPDATE OF markdown, deleted ON comments BEGIN
    INSERT INTO comment_words (comment_words, rowid, markdown) VALUES ('delete', old.id, old.markdown);
    INSERT INTO comment_words (rowid, markdown) VALUES (new.id, new.markdown);
    INSERT INTO unread_texts (article_id, comment_id) VALUES (new.article_id, new.id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER comment_removed AFTER DELETE ON comments BEGIN
    INSERT INTO comment_words (comment_words, rowid, markdown) VALUES ('delete', old.id, old.markdown);
    INSERT INTO unread_texts (article_id, comment_id) VALUES (old.article_id, old.id) ON CONFLICT DO NOTHING;
END;

-- A search reads these facts of many articles, and must not read their texts.
CREATE INDEX articles_facts ON articles (id, withdrawn, source, author, published, stored, categories);

-- key: the name as names are compared. name: its usual spelling.
CREATE TABLE products (
    key TEXT PRIMARY KEY,
    name TEXT NOT NULL
);

-- form: the name as that text has it, folded: by it a manager parts products that were taken for one.
CREATE TABLE mentions (
    article_id BIGINT NOT NULL,
    comment_id BIGINT NOT NULL,
    product TEXT NOT NULL,
    form TEXT NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (article_id, comment_id, product, form)
);
CREATE INDEX mentions_by_product ON mentions (product, article_id, comment_id);

-- What a manager said of names: a form or a product's key stands for this product, whatever the rules say.
CREATE TABLE product_corrections (
    said TEXT PRIMARY KEY,
    product TEXT NOT NULL,
    name TEXT NOT NULL,
    made_by BIGINT NOT NULL,
    made BIGINT NOT NULL
);

-- Searches whose pages readers may still turn. query: JSON.
CREATE TABLE searches (
    id BIGINT PRIMARY KEY,
    user_id BIGINT NOT NULL,
    query TEXT NOT NULL,
    made BIGINT NOT NULL
);
CREATE INDEX searches_by_age ON searches (made);

-- What readers want to be told of: a product (its key), or articles with all of some terms (JSON).
CREATE TABLE watches (
    id BIGINT PRIMARY KEY,
    user_id BIGINT NOT NULL,
    language TEXT NOT NULL,
    said TEXT NOT NULL,
    product TEXT NOT NULL,
    terms TEXT NOT NULL,
    made BIGINT NOT NULL,
    UNIQUE (user_id, product, terms)
);

-- An article is told to a reader once, whichever of their watches it fits.
CREATE TABLE watch_notices (
    id BIGINT PRIMARY KEY,
    user_id BIGINT NOT NULL,
    article_id BIGINT NOT NULL,
    watch_id BIGINT NOT NULL,
    language TEXT NOT NULL,
    said TEXT NOT NULL,
    UNIQUE (user_id, article_id)
);

-- Readers who take no private messages; told: when they heard of it.
CREATE TABLE closed_letters (
    user_id BIGINT PRIMARY KEY,
    since BIGINT NOT NULL,
    told BIGINT
);
