-- One question asked of several sizes: a sweep and its experiments, each with its place.
CREATE TABLE sweep (
  id uuid PRIMARY KEY,
  workload_id uuid NOT NULL REFERENCES workload (id) ON DELETE CASCADE,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  axes jsonb NOT NULL
);
CREATE INDEX sweep_created_at_idx ON sweep (created_at);

ALTER TABLE experiment
  ADD sweep_id uuid REFERENCES sweep (id) ON DELETE CASCADE,
  ADD sweep_position integer,
  -- What of the workload differs in this experiment, e.g. {"memoryMiB": 256}.
  ADD workload_changes jsonb;
CREATE UNIQUE INDEX experiment_sweep_id_sweep_position_key ON experiment (sweep_id, sweep_position);
