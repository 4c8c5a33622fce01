-- Environments kept loaded, by version: they are loaded again after a restart.
ALTER TABLE function ADD COLUMN provisioned jsonb NOT NULL DEFAULT '{}';
