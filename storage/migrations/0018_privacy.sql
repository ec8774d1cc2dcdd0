-- What a person may ask of us: words in their language, what we hold of them, and to be forgotten.

-- The Discord language of a linked reader, as they last used a command.
ALTER TABLE links ADD COLUMN language TEXT NOT NULL DEFAULT '';

-- The events themselves tell when a provider was last heard.
ALTER TABLE publishers DROP COLUMN last_event;

-- The ledger only grows, but who a person was may be erased in it.
DROP TRIGGER ledger_is_not_changed;
CREATE TRIGGER ledger_is_not_changed BEFORE UPDATE ON ledger
WHEN NOT (
    old.id IS new.id AND old.at IS new.at AND old.act IS new.act AND old.side IS new.side
    AND old.source IS new.source AND old.article_id IS new.article_id AND old.comment_id IS new.comment_id
    AND old.message IS new.message AND old.guild IS new.guild
    AND ((old.user_id IS new.user_id AND old.name IS new.name) OR (new.user_id IS NULL AND new.name = ''))
    AND ((old.person_id IS new.person_id AND old.person IS new.person AND old.reason IS new.reason)
        OR (new.person_id IS NULL AND new.person = '' AND new.reason = ''))
)
BEGIN
    SELECT RAISE(ABORT, 'the ledger only grows');
END;

-- What was done for somebody who is nobody's subscriber any more needs no row.
CREATE INDEX deliveries_roles_over ON deliveries (subject)
WHERE kind = 'role' AND wanted IS NULL AND shown IS NULL;
CREATE INDEX deliveries_to_person ON deliveries (place) WHERE kind IN ('letter', 'watch', 'word', 'alert');
CREATE INDEX writings_forgotten ON writings (message_id) WHERE user_id = 0 AND name <> '';
CREATE INDEX comps_by_owner ON comps (owner);
