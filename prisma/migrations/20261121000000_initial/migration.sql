CREATE TABLE workload (
  id uuid PRIMARY KEY,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  name text NOT NULL,
  document jsonb NOT NULL
);

CREATE TABLE experiment (
  id uuid PRIMARY KEY,
  workload_id uuid NOT NULL REFERENCES workload (id) ON DELETE CASCADE,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  started_at timestamptz(3),
  ended_at timestamptz(3),
  state text NOT NULL CHECK (state IN ('queued', 'preparing', 'running', 'analysing', 'done', 'failed', 'cancelled', 'interrupted')),
  plan jsonb NOT NULL,
  problem jsonb,
  engine_id uuid,
  cancel_asked boolean NOT NULL DEFAULT false
);
CREATE INDEX experiment_state_idx ON experiment (state);
CREATE INDEX experiment_created_at_idx ON experiment (created_at);
CREATE INDEX experiment_workload_id_idx ON experiment (workload_id);

CREATE TABLE sample (
  experiment_id uuid NOT NULL REFERENCES experiment (id) ON DELETE CASCADE,
  side text NOT NULL CHECK (side IN ('function', 'container')),
  index integer NOT NULL,
  block integer NOT NULL,
  scheduled_at double precision NOT NULL,
  sent_at double precision NOT NULL,
  received_at double precision NOT NULL,
  queued double precision NOT NULL,
  init double precision NOT NULL,
  handler double precision NOT NULL,
  billed double precision NOT NULL,
  cold boolean NOT NULL,
  outcome text NOT NULL,
  status integer,
  instance_id text,
  PRIMARY KEY (experiment_id, side, index)
);

CREATE TABLE report (
  experiment_id uuid PRIMARY KEY REFERENCES experiment (id) ON DELETE CASCADE,
  version integer NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  document jsonb NOT NULL
);

-- A report is evidence: once written it never changes. It goes only with its experiment.
CREATE FUNCTION refuse_report_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a report is immutable';
END $$;
CREATE TRIGGER report_is_immutable BEFORE UPDATE ON report
  FOR EACH ROW EXECUTE FUNCTION refuse_report_update();

CREATE TABLE share (
  slug text PRIMARY KEY,
  experiment_id uuid NOT NULL REFERENCES report (experiment_id) ON DELETE CASCADE,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  revoked_at timestamptz(3)
);
CREATE INDEX share_experiment_id_idx ON share (experiment_id);

CREATE TABLE live_event (
  id bigserial PRIMARY KEY,
  topic text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  payload jsonb NOT NULL
);
CREATE INDEX live_event_topic_id_idx ON live_event (topic, id);
CREATE INDEX live_event_created_at_idx ON live_event (created_at);

CREATE TABLE engine (
  id uuid PRIMARY KEY,
  started_at timestamptz(3) NOT NULL DEFAULT now(),
  heartbeat timestamptz(3) NOT NULL DEFAULT now(),
  machine jsonb NOT NULL
);

CREATE TABLE store_item (
  namespace text NOT NULL,
  key text NOT NULL,
  value jsonb NOT NULL,
  PRIMARY KEY (namespace, key)
);
