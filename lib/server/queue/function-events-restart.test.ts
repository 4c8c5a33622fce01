import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { call, nodeFunction } from '#lib/executors/function/testing/functions.ts';
import { eventually } from '#lib/executors/function/testing/support.ts';
import { database } from '../database/database.ts';
import { COUNTER, eventStage } from '../testing/event-stage.ts';

const stage = eventStage();
const { send, recordsOf: of, hold, deadLetter } = stage;

const DELIVERER = fileURLToPath(new URL('../testing/events-process.ts', import.meta.url));

const SLEEPER =
  'export const handler = async ({ until }) => { await new Promise((done) => setTimeout(done, until - Date.now())); return 1; };';

/** Starts a process that delivers one event, and kills it in the midst of it; the event's request id. */
async function killedWhileDelivering(name: string, event: object): Promise<string> {
  const args = [DELIVERER, name, JSON.stringify(event)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
  return String(line).trim();
}

describe('an engine that is killed while it delivers an event', () => {
  it('loses neither the event nor one of its retries: another one delivers it again', async () => {
    const name = await nodeFunction(stage.platform, SLEEPER, { timeoutMs: 30_000 });
    await stage.platform.functions.setAsynchronous(name, { maximumRetryAttempts: 0 });
    await stage.stop();
    const id = await killedWhileDelivering(name, { until: Date.now() + 4_000 });

    await stage.start();
    // Its heartbeat is missing for so long; the rest of the wait is skipped, not what follows from it.
    const passed =
      "UPDATE pgboss.job SET heartbeat_on = heartbeat_on - interval '1 minute' WHERE state = 'active'";
    expect((await database().pool.query(passed)).rowCount).toBe(1);
    await stage.boss.supervise('function-event');
    await eventually(() => of(id).length === 1, 'the event was delivered again');
    expect(of(id)[0]).toMatchObject({ outcome: 'ok', functionName: name });
  });
});

describe('a restart', () => {
  it('keeps functions, versions, reservations and events', async () => {
    const name = await nodeFunction(stage.platform, COUNTER);
    await stage.platform.functions.publish(name);
    await stage.platform.functions.setAsynchronous(name, { onFailure: 'late' });
    await hold(name, 20_000);
    const [id, old] = [await send(name, { a: 1 }), await send(name, { b: 2 })];
    expect(old).not.toBe(id);
    await stage.stop();

    await stage.start();
    expect(stage.platform.functions.versions(name).map(({ version }) => version)).toEqual(['$LATEST', '1']);
    expect([
      stage.platform.reservation(name),
      stage.platform.functions.asynchronousPolicy(name).onFailure,
    ]).toEqual([1, 'late']);
    await eventually(
      () => of(id).length + of(old).length === 2,
      'both events were delivered after the restart',
    );
    expect([...of(id), ...of(old)].map(({ outcome }) => outcome)).toEqual(['ok', 'ok']);
  });

  it('keeps provisioned concurrency: environments of the version are loaded again', async () => {
    const name = await nodeFunction(stage.platform, COUNTER);
    await stage.platform.functions.publish(name);
    expect(await stage.platform.provision(name, '1', 2)).toBe(2);
    await stage.stop();
    await stage.start();
    await eventually(() => stage.platform.provisioned(name, '1').available === 2, 'both are loaded');
    expect((await call(stage.platform, name, {}, '1')).record.start).toBe('pre-warmed');
    await stage.platform.provision(name, '1', 0);
    await stage.stop();
    await stage.start();
    expect(stage.platform.provisioned(name, '1').requested).toBe(0);
  });

  it('gives up what became too old meanwhile', async () => {
    const name = await nodeFunction(stage.platform, COUNTER);
    await stage.platform.functions.setAsynchronous(name, {
      onFailure: 'late',
      maximumEventAgeMs: 60_000,
    });
    await hold(name, 20_000);
    const id = await send(name, { a: 1 });
    await stage.stop();
    await stage.start(120_000);
    const { body } = await deadLetter('late');
    expect(JSON.parse(body)).toMatchObject({
      requestContext: { requestId: id, condition: 'EventAgeExceeded' },
    });
  });

  it('cannot change what was published', async () => {
    const change = database().pool.query("UPDATE function_version SET document = '{}' WHERE version = '1'");
    await expect(change).rejects.toThrow(/immutable/);
  });
});
