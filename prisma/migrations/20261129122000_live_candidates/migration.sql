-- Seconds of a run name their candidate, also in the events that pages of runs that ended early still draw.
UPDATE live_event SET payload = jsonb_set(payload, '{seconds}', (
  SELECT coalesce(jsonb_agg(
    (second - 'side') || jsonb_build_object('candidate', CASE second->>'side' WHEN 'function' THEN 'a' ELSE 'b' END)
    ORDER BY place
  ), '[]')
  FROM jsonb_array_elements(payload->'seconds') WITH ORDINALITY AS told (second, place)
))
WHERE payload->>'kind' = 'seconds';
