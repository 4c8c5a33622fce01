import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { createRef } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { TooltipProvider } from '#components/ui/tooltip.tsx';
import type { FollowedRun } from '#lib/client/interactive/use-interactive-run.ts';
import { SIDES } from '#lib/domain/execution/executor.ts';
import { fixtureInvoked, fixtureRun } from '#lib/domain/interactive/fixture.ts';
import type { InteractiveEvent } from '#lib/domain/live/events.ts';
import { Results } from './results.tsx';

const html = (node: ReactNode): string =>
  renderToStaticMarkup(
    <QueryClientProvider client={new QueryClient()}>
      <TooltipProvider>{node}</TooltipProvider>
    </QueryClientProvider>,
  );

const page = (events: InteractiveEvent[], more: Partial<FollowedRun> = {}, count: number | null = null) => {
  const followed: FollowedRun = { run: fixtureRun(events), stream: 'open', quiet: false, ...more };
  return html(<Results ref={createRef()} runId="one" followed={followed} sides={SIDES} count={count} />);
};

const problem = {
  code: 'x',
  owner: 'yours',
  message: 'It broke.',
  remedy: 'Mend it.',
  detail: 'its own log',
} as const;
const cold = fixtureInvoked('function', 0, [0, 300], {
  cold: true,
  init: 150,
  log: 'printed by the function',
});
const warm = fixtureInvoked('container', 0, [0, 100], { body: '{"from":"container"}' });

describe('Results', () => {
  it('shows each cookie by itself, and bytes that are no text in base64', () => {
    const answer = { cookies: ['a=1; Path=/', 'b=2'], body: '\ufffd\ufffd', base64: '//4=' };
    const shown = page([fixtureInvoked('function', 0, [0, 1], answer), { kind: 'done' }]);
    for (const text of ['Cookies', 'a=1; Path=/\nb=2', 'its bytes in base64', '//4='])
      expect(shown.includes(text), text).toBe(true);
    const text = page([
      fixtureInvoked('function', 0, [0, 1], { body: 'hi', base64: 'aGk=' }),
      { kind: 'done' },
    ]);
    expect(text).not.toContain('base64');
  });

  it('says the answer, then shows answers and logs of both sides', () => {
    const shown = page([cold, warm, { kind: 'done' }]);
    expect(shown).toContain(
      'With one request functions took 300 ms with a start of 150 ms, containers took 100 ms. One request gives no ratio.',
    );
    expect(shown).toContain('The one request as the caller saw it');
    expect(shown).not.toContain('p50');
    expect(page([cold, { ...cold, index: 1 }, warm, { kind: 'done' }])).toContain('p50 as the caller saw it');
    for (const text of ['printed by the function', '&quot;from&quot;:&quot;container&quot;', '150 ms']) {
      expect(shown.includes(text), text).toBe(true);
    }
  });

  it('keeps a place for every invocation that was asked for and has not come', () => {
    const shown = page([{ kind: 'doing', text: 'Invoking' }, warm], {}, 3);
    expect(shown).toContain('Invoking…');
    expect(shown.match(/Waiting…/g)).toHaveLength(5);
  });

  it('shows a failed side beside the other one, which is complete', () => {
    const shown = page([{ kind: 'failed', side: 'container', problem }, cold, { kind: 'done' }]);
    for (const text of ['It broke.', 'its own log', 'its results are complete', 'Only the function side']) {
      expect(shown.includes(text), text).toBe(true);
    }
    expect(shown).toContain('Not sent.');
  });

  it('shows the problem and the log of an invocation that failed', () => {
    const failed = fixtureInvoked('function', 0, [0, 9], {
      ...{ outcome: 'handler-error', status: null, body: null, problem, log: 'before it threw' },
    });
    const shown = page([failed, { kind: 'done' }]);
    for (const text of ['handler threw', 'It broke.', 'before it threw']) {
      expect(shown.includes(text), text).toBe(true);
    }
  });

  it('says so when nothing is heard, and when nothing was invoked', () => {
    expect(page([], { quiet: true })).toContain('Nothing was heard of this run');
    const followed: FollowedRun = { run: fixtureRun([]), stream: 'idle', quiet: false };
    const empty = <Results ref={createRef()} runId={null} followed={followed} sides={SIDES} count={null} />;
    expect(html(empty)).toContain('Nothing was invoked yet');
  });
});
