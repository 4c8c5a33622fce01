import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { ExperimentView } from '#lib/domain/live/api.ts';
import type { ExperimentEvent } from '#lib/domain/live/events.ts';
import { initialLive, reduceLive } from '#lib/domain/live/reduce.ts';
import { fixturePlan, fixtureWorkload } from '#lib/domain/report/fixture-workload.ts';
import { LiveRun } from './live-run.tsx';
import { ProgressPanel } from './progress-panel.tsx';

const experiment: ExperimentView = {
  id: 'one',
  workloadId: 'workload',
  workload: fixtureWorkload,
  plan: fixturePlan,
  state: 'running',
  createdAt: '2025-11-21T01:28:00.000Z',
  startedAt: null,
  endedAt: null,
  problem: null,
  samples: 0,
};

const html = (node: ReactNode): string =>
  renderToStaticMarkup(<QueryClientProvider client={new QueryClient()}>{node}</QueryClientProvider>);

const viewOf = (...events: ExperimentEvent[]) => events.reduce(reduceLive, initialLive('running'));
const progress = { kind: 'progress', doing: 'Turn 1 of 2', done: 3, total: 12, secondsLeft: 9 } as const;

describe('LiveRun', () => {
  it('says what is done, how far it is and how long it takes', () => {
    const page = html(<LiveRun experiment={experiment} view={viewOf(progress)} stream="open" />);
    for (const text of ['Turn 1 of 2', 'about 10 s left', '3 of 12 measured seconds', 'Cancel run']) {
      expect(page.includes(text), text).toBe(true);
    }
    expect(page).toMatch(/aria-current="step".*Running/s);
  });

  it('offers no cancel once the run has ended', () => {
    const ended = viewOf(progress, { kind: 'state', state: 'done' });
    const page = html(<LiveRun experiment={experiment} view={ended} stream="closed" />);
    expect(page.includes('Cancel run')).toBe(false);
    expect(page.includes('Loading the report')).toBe(true);
  });
});

describe('ProgressPanel', () => {
  it('tells of a lost connection in the room that is kept for it, but not of the first connecting', () => {
    const lost = 'Connection lost';
    expect(html(<ProgressPanel view={viewOf(progress)} stream="connecting" />).includes(lost)).toBe(true);
    expect(html(<ProgressPanel view={viewOf(progress)} stream="open" />).includes(lost)).toBe(false);
    expect(html(<ProgressPanel view={viewOf()} stream="connecting" />).includes(lost)).toBe(false);
  });

  it('shows an empty bar in the queue', () => {
    expect(html(<ProgressPanel view={initialLive('queued')} stream="open" />)).toContain('aria-valuenow="0"');
  });
});
