-- What lists show of a report, so that they need not read whole reports. Null: there is no report, or it is older than
-- this column; then the first list that shows it fills it in.
ALTER TABLE experiment ADD summary jsonb;
