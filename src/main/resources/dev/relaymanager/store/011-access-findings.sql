-- What is known of each way of access and the calls that say so, as JSON; null where only the text
-- was kept. The time of a call that found the same again moves on in place.
ALTER TABLE access_closure_records ADD COLUMN findings TEXT;
