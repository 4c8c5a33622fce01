-- An experiment compares candidates, numbered a to d in its plan. Until now there were two: a function and a container.
ALTER TABLE sample_chunk DROP CONSTRAINT sample_chunk_side_check;
ALTER TABLE sample_chunk RENAME COLUMN side TO candidate;
UPDATE sample_chunk SET candidate = CASE candidate WHEN 'function' THEN 'a' ELSE 'b' END;
ALTER TABLE sample_chunk
  ADD CONSTRAINT sample_chunk_candidate_check CHECK (candidate IN ('a', 'b', 'c', 'd'));
