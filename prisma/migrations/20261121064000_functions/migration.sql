CREATE TABLE function (
  name text PRIMARY KEY,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  reserved integer CHECK (reserved >= 0),
  last_published integer NOT NULL DEFAULT 0,
  asynchronous jsonb NOT NULL
);

CREATE TABLE function_version (
  function_name text NOT NULL REFERENCES function (name) ON DELETE CASCADE,
  version text NOT NULL,
  document jsonb NOT NULL,
  package_zip bytea,
  package_directory text,
  PRIMARY KEY (function_name, version),
  CHECK ((package_zip IS NULL) <> (package_directory IS NULL))
);

-- A version is immutable; only $LATEST moves on.
CREATE FUNCTION refuse_function_version_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a published function version is immutable';
END $$;
CREATE TRIGGER function_version_is_immutable BEFORE UPDATE ON function_version
  FOR EACH ROW WHEN (OLD.version <> '$LATEST') EXECUTE FUNCTION refuse_function_version_update();
