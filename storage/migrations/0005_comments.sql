-- Several comments in one message, edited comments, and parents that were found out.

-- bundle: the first delivery of a message that shows several comments; all of them have its Discord id.
ALTER TABLE deliveries ADD COLUMN bundle BIGINT;
CREATE INDEX deliveries_bundles ON deliveries (bundle) WHERE bundle IS NOT NULL;

-- edited: when its text changed on the site. parent_id is what counts: by a person's word (relinked_by),
-- else the site's (parent_guid), else inferred, as sure as confidence (0 to 1), by its evidence (JSON).
ALTER TABLE comments ADD COLUMN edited BIGINT;
ALTER TABLE comments ADD COLUMN confidence REAL;
ALTER TABLE comments ADD COLUMN evidence TEXT NOT NULL DEFAULT '[]';
ALTER TABLE comments ADD COLUMN relinked_by BIGINT;
