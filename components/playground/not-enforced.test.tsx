import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import type { Capability } from '#lib/domain/execution/executor.ts';
import { NotEnforced } from './not-enforced.tsx';

const line = (id: string, over: Partial<Capability>): Capability => ({
  ...{
    id,
    side: 'function',
    title: `Title of ${id}`,
    detail: `Detail of ${id}.`,
    status: 'ok',
    remedy: null,
  },
  ...over,
});

it('shows what functions are not held to on this machine, with what helps', () => {
  const capabilities = [
    line('seccomp', {}),
    line('cgroup-memory', { status: 'degraded', remedy: 'Delegate a group.' }),
    line('bubblewrap', { status: 'missing', remedy: 'Install it.' }),
    line('engine-docker', { side: 'container', status: 'missing' }),
  ];
  const shown = renderToStaticMarkup(<NotEnforced capabilities={capabilities} />);
  expect(shown).toContain('Title of cgroup-memory</span>: not enforced.');
  expect(shown).toContain('Detail of cgroup-memory. Delegate a group.');
  expect(shown).toContain('Title of bubblewrap</span>: missing.');
  for (const text of ['seccomp', 'docker']) expect(shown).not.toContain(text);
});

it('shows nothing where everything is enforced', () => {
  expect(renderToStaticMarkup(<NotEnforced capabilities={[line('seccomp', {})]} />)).toBe('');
});
