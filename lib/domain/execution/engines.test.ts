import { describe, expect, it } from 'vitest';
import { chosenEngine, type EngineInfo, engineCapabilities, limitsSentence } from './engines.ts';
import type { Capability } from './executor.ts';

const limit = (id: string, status: Capability['status'], detail = ''): Capability => ({
  ...{ id, side: 'container', title: id, status, detail, remedy: null },
});

const engine = (id: EngineInfo['id'], available: boolean, more: Partial<EngineInfo> = {}): EngineInfo => ({
  ...{ id, title: id, available, detail: `${id}.`, remedy: available ? null : `Install ${id}.` },
  limits: available ? [limit(`of-${id}`, 'ok')] : [],
  ...more,
});

const engines = [engine('docker', false), engine('podman', true), engine('runc', true)];

describe('choosing an engine', () => {
  it('auto takes the first that is there, a name only that one', () => {
    expect(chosenEngine(engines, 'auto')?.id).toBe('podman');
    expect(chosenEngine(engines, 'runc')?.id).toBe('runc');
    expect(chosenEngine(engines, 'docker')).toBeNull();
    expect(chosenEngine([], 'auto')).toBeNull();
  });

  it('tells of each engine, and the limits of the chosen one alone', () => {
    const lines = engineCapabilities(engines, 'runc');
    expect(lines.map(({ id, status }) => [id, status])).toEqual([
      ['engine-docker', 'degraded'],
      ['engine-podman', 'ok'],
      ['engine-runc', 'ok'],
      ['of-runc', 'ok'],
    ]);
    expect(lines[2]?.detail).toBe('runc. Containers run with this one.');
    expect(lines[0]).toMatchObject({ detail: 'docker.', remedy: 'Install docker.' });
  });

  it('what is not there is missing only when the chosen one is not there either', () => {
    const alone = [engine('docker', false), engine('runc', false, { excluded: true })];
    expect(engineCapabilities(alone, 'auto').map(({ id, status }) => [id, status])).toEqual([
      ['engine-docker', 'missing'],
    ]);
  });
});

describe('the limits of an engine in words', () => {
  const of = (...limits: Capability[]) => limitsSentence(engine('runc', true, { limits }));

  it.each([
    [[limit('container-memory', 'ok')], 'Enforces the memory limit.'],
    [
      [limit('container-memory', 'ok'), limit('container-cpu', 'ok'), limit('container-pids', 'ok')],
      'Enforces the memory, CPU and process limits.',
    ],
    [
      [limit('container-memory', 'degraded'), limit('container-pids', 'ok')],
      'Enforces the process limit. Does not enforce the memory limit.',
    ],
    [[limit('container-network', 'ok', 'None.')], ''],
    [
      [limit('container-network', 'degraded', 'Containers reach the network.')],
      'Containers reach the network.',
    ],
    [[], ''],
  ])('%#', (limits, sentence) => {
    expect(of(...limits)).toBe(sentence);
  });
});
