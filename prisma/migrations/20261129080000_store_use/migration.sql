-- When a store that is not kept for ever was last used: it is emptied when it has not been for an hour.
CREATE TABLE store_use (
  namespace text PRIMARY KEY,
  used_at timestamptz(3) NOT NULL
);
-- Stores that ended engines left behind; the tables of the Lambda service are kept.
INSERT INTO store_use (namespace, used_at)
  SELECT DISTINCT namespace, now() FROM store_item WHERE namespace NOT LIKE 'table:%';
