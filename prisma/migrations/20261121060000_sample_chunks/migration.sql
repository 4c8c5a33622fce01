-- Samples by column: one row holds a few hundred to a few ten thousand requests, each column an array in
-- network byte order (what int4send and float8send write). A million rows took 11 to 15 s to store.
CREATE TABLE sample_chunk (
  experiment_id uuid NOT NULL REFERENCES experiment (id) ON DELETE CASCADE,
  side text NOT NULL CHECK (side IN ('function', 'container')),
  -- -1 is the warm-up.
  block integer NOT NULL,
  first_index integer NOT NULL,
  count integer NOT NULL CHECK (count > 0),
  index bytea NOT NULL,
  scheduled_at bytea NOT NULL,
  sent_at bytea NOT NULL,
  received_at bytea NOT NULL,
  queued bytea NOT NULL,
  init bytea NOT NULL,
  handler bytea NOT NULL,
  billed bytea NOT NULL,
  cold bytea NOT NULL,
  status bytea NOT NULL,
  outcome bytea NOT NULL,
  instance bytea NOT NULL,
  -- What the numbers in outcome and instance stand for; -1 stands for none.
  outcomes text[] NOT NULL,
  instances text[] NOT NULL,
  PRIMARY KEY (experiment_id, side, first_index)
);

-- Measured floating-point numbers hardly compress; trying costs more than the disk.
ALTER TABLE sample_chunk
  ALTER index SET STORAGE EXTERNAL, ALTER scheduled_at SET STORAGE EXTERNAL,
  ALTER sent_at SET STORAGE EXTERNAL, ALTER received_at SET STORAGE EXTERNAL,
  ALTER queued SET STORAGE EXTERNAL, ALTER init SET STORAGE EXTERNAL,
  ALTER handler SET STORAGE EXTERNAL, ALTER billed SET STORAGE EXTERNAL;

INSERT INTO sample_chunk
SELECT experiment_id, side, block, min(index), count(*),
  string_agg(int4send(index), '' ORDER BY index),
  string_agg(float8send(scheduled_at), '' ORDER BY index),
  string_agg(float8send(sent_at), '' ORDER BY index),
  string_agg(float8send(received_at), '' ORDER BY index),
  string_agg(float8send(queued), '' ORDER BY index),
  string_agg(float8send(init), '' ORDER BY index),
  string_agg(float8send(handler), '' ORDER BY index),
  string_agg(float8send(billed), '' ORDER BY index),
  string_agg(int4send(cold::int), '' ORDER BY index),
  string_agg(int4send(coalesce(status, -1)), '' ORDER BY index),
  string_agg(int4send(outcome_rank::int - 1), '' ORDER BY index),
  string_agg(int4send(CASE WHEN instance_id IS NULL THEN -1 ELSE instance_rank::int - 1 END), '' ORDER BY index),
  array_agg(DISTINCT outcome ORDER BY outcome),
  coalesce(array_agg(DISTINCT instance_id ORDER BY instance_id) FILTER (WHERE instance_id IS NOT NULL), '{}')
FROM (
  SELECT *,
    dense_rank() OVER (PARTITION BY experiment_id, side, block ORDER BY outcome) AS outcome_rank,
    -- Nulls sort last, so they do not shift the others.
    dense_rank() OVER (PARTITION BY experiment_id, side, block ORDER BY instance_id) AS instance_rank
  FROM sample
) AS ranked
GROUP BY experiment_id, side, block;

-- Counting rows for every look at a list would read them all.
ALTER TABLE experiment ADD samples integer NOT NULL DEFAULT 0, ADD samples_deleted_at timestamptz(3);
UPDATE experiment SET samples = counted.n
FROM (SELECT experiment_id, sum(count) AS n FROM sample_chunk GROUP BY experiment_id) AS counted
WHERE counted.experiment_id = experiment.id;

DROP TABLE sample;
