import { expect, it } from 'vitest';
import type { EngineInfo } from '#lib/domain/execution/engines.ts';
import { engineOptions } from './options.ts';

const docker: EngineInfo = {
  ...{ id: 'docker', title: 'Docker', available: false, limits: [] },
  ...{ detail: 'There is no Docker socket.', remedy: 'Start Docker.' },
};
const runc: EngineInfo = {
  ...{ id: 'runc', title: 'runc 1.1.5', available: true, detail: 'runc 1.1.5 answers.', remedy: null },
  limits: [
    {
      ...{ id: 'container-memory', side: 'container', title: 'Memory limit', status: 'ok' },
      ...{ detail: '', remedy: null },
    },
  ],
};

it('names what automatic comes to, the limits of what is there, and what to do about the rest', () => {
  expect(engineOptions([docker, runc])).toEqual([
    expect.objectContaining({ value: 'auto', label: 'Automatic: runc 1.1.5', disabled: false }),
    {
      ...{ value: 'docker', label: 'Docker', disabled: true },
      description: 'There is no Docker socket. Start Docker.',
    },
    {
      ...{ value: 'runc', label: 'runc 1.1.5', disabled: false },
      description: 'runc 1.1.5 answers. Enforces the memory limit.',
    },
  ]);
});

it('keeps every choice open where nothing is known yet', () => {
  expect(engineOptions(undefined).map(({ value, disabled }) => [value, disabled])).toEqual([
    ['auto', false],
    ['docker', false],
    ['podman', false],
    ['runc', false],
  ]);
  expect(engineOptions([docker])[0]?.label).toBe('Automatic');
});
