-- What was sent to a site when nobody heard what came of it: by that it is looked for.
ALTER TABLE writings ADD COLUMN tried TEXT;
