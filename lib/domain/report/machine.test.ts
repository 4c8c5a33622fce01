import { expect, it } from 'vitest';
import type { EngineInfo } from '../execution/engines.ts';
import { fixtureMachine, fixturePlan } from './fixture-workload.ts';
import { machineOfRun } from './machine.ts';

const engine = (id: EngineInfo['id'], limit: string): EngineInfo => ({
  ...{ id, title: id, available: true, detail: `${id} answers.`, remedy: null },
  limits: [{ id: limit, side: 'container', title: limit, status: 'ok', detail: '', remedy: null }],
});

it('keeps the lines of the engine that the plan asks for, and everything of the other side', () => {
  const engines = [engine('docker', 'of docker'), engine('runc', 'of runc')];
  const seen = machineOfRun({ ...fixtureMachine, engines }, { ...fixturePlan, containerEngine: 'runc' });
  expect(seen).not.toHaveProperty('engines');
  expect(seen.capabilities.filter(({ side }) => side === 'function')).toEqual(
    fixtureMachine.capabilities.filter(({ side }) => side === 'function'),
  );
  const containers = seen.capabilities.filter(({ side }) => side === 'container');
  expect(containers.map(({ id }) => id)).toEqual(['engine-docker', 'engine-runc', 'of runc']);
  expect(containers[1]?.detail).toContain('Containers run with this one.');
});

it('a machine that was described without engines stays as it is', () => {
  expect(machineOfRun(fixtureMachine, fixturePlan)).toEqual(fixtureMachine);
});
