import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { TooltipProvider } from '#components/ui/tooltip.tsx';
import { ExperimentPlan } from '#lib/domain/experiment/plan.ts';
import { PlayedTraffic } from './played-traffic.tsx';

const html = (traffic?: unknown) =>
  renderToStaticMarkup(
    <TooltipProvider>
      <PlayedTraffic plan={ExperimentPlan.parse({ traffic })} title="What was sent" />
    </TooltipProvider>,
  );

it('shows one turn, what a turn is, and no distortion where nothing is compressed', () => {
  const page = html();
  expect(page).toContain('Show as table: What was sent');
  expect(page).toContain('A turn as planned: 20/s on average, 20/s at the peak; about 100 requests in 5 s.');
  expect(page).toContain('Each of 6 turns of 5 s plays it, drawn anew');
  expect(page).not.toContain('Time is compressed');
});

it('warns of what a turn is too short for', () => {
  const arrivals = { kind: 'on-off', onPerSecond: 50, onSeconds: 2.5, offSeconds: 5 };
  expect(html({ arrivals })).toContain('a pattern that takes 7.5 s: what comes later in it is never sent');
  expect(html({ arrivals, spanSeconds: 7.5 })).not.toContain('never sent');
});

it('says what compressed time distorts, and how a trace was read', () => {
  const arrivals = { kind: 'counts', intervalMs: 60_000, counts: [60, 0, 600] };
  const page = html({ arrivals, name: 'log.csv', notes: ['Read as counts per interval.'] });
  expect(page).toContain('3 min are played in 5 s, 36 times faster.');
  expect(page).toContain('One request of 36 is sent');
  expect(page).toContain('Read as counts per interval.');
});
