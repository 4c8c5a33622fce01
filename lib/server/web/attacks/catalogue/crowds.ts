import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MiB } from '#lib/domain/units.ts';
import type { Result } from '#lib/executors/function/attacks/attack.ts';
import { BROWSER_COOKIE } from '../../../http/browser.ts';
import { CROWD_LIMITS } from '../../crowd.ts';
import { allOf, CROWD, counted, statusOf, type WebArena, type WebAttack, written } from '../attack.ts';

/** A crowd of connections, and what the web process takes for it. */
export interface CrowdArena extends WebArena {
  /** In use by the web process now. */
  memory(): MiB;
}
export type CrowdAttack = Omit<WebAttack, 'run'> & { run(arena: CrowdArena): Promise<Result> };

/** Another address of this machine, so that its owner is not the one who has too much open. */
const ELSEWHERE = '127.0.0.2';

interface Held {
  socket: Socket;
  /** Everything that came so far. */
  answer(): string;
  closed(): boolean;
}

function hold({ url }: WebArena, bytes: string, reads: boolean): Held {
  const socket = connect({ host: '127.0.0.1', port: Number(url.port), localAddress: ELSEWHERE });
  let answer = '';
  let closed = false;
  if (reads) socket.on('data', (chunk) => (answer = (answer + chunk.toString('latin1')).slice(0, 4096)));
  else socket.pause();
  socket.on('error', () => {});
  socket.on('close', () => (closed = true));
  socket.write(bytes);
  return { socket, answer: () => answer, closed: () => closed };
}

/** Opens them, waits, looks at what became of them and at whether the owner is served meanwhile, and closes them. */
async function crowd(
  arena: CrowdArena,
  requests: readonly string[],
  { reads = true, seconds = 3 } = {},
): Promise<{ outcomes: string[]; meanwhile: string; most: MiB }> {
  const held = requests.map((bytes) => hold(arena, bytes, reads));
  let most: MiB = 0;
  try {
    for (let times = seconds * 5; times > 0; times -= 1) {
      await sleep(200);
      most = Math.max(most, arena.memory());
    }
    const meanwhile = await arena.ask('/api/samples').then(({ status }) => String(status), String);
    const outcomes = held.map((one) =>
      one.answer() === '' && !one.closed() ? 'waits' : statusOf(one.answer()),
    );
    return { outcomes, meanwhile, most };
  } finally {
    for (const { socket } of held) socket.destroy();
    await sleep(500);
  }
}

const SLOW = { connections: 600, bodies: 300 };

async function slowHeads(arena: CrowdArena): Promise<Result> {
  const half = written(arena, {}).slice(0, -4);
  const { outcomes, meanwhile } = await crowd(arena, Array(SLOW.connections).fill(half), { seconds: 20 });
  const waiting = outcomes.filter((outcome) => outcome === 'waits').length;
  const evidence = `after 20 s: ${counted(outcomes)}; the owner meanwhile: ${meanwhile}`;
  return { stopped: waiting === 0 && meanwhile === '200', evidence };
}

async function slowBodies(arena: CrowdArena): Promise<Result> {
  const more = 'Content-Type: application/json\r\nContent-Length: 1000\r\n';
  const post = written(arena, { line: 'POST /api/cost HTTP/1.1', more });
  const { outcomes, meanwhile } = await crowd(arena, Array(SLOW.bodies).fill(post));
  const waiting = outcomes.filter((outcome) => outcome === 'waits').length;
  const refused = outcomes.filter((outcome) => outcome === '429').length;
  const most = CROWD_LIMITS.requests.perHolder;
  const stopped = waiting <= most && waiting + refused === SLOW.bodies && meanwhile === '200';
  return { stopped, evidence: `${counted(outcomes)}; the owner meanwhile: ${meanwhile}` };
}

/** As much text as an event may carry, in each of fifty answers and its log. */
const LOUD = `export const handler = async () => { console.log("l".repeat(65_000)); return "a".repeat(65_000); };`;

/** The id of a run that has ended, with some 6 MB of events. */
async function loudRun({ ask }: WebArena): Promise<string> {
  const code = { entry: 'handler.mjs', handler: 'handler', files: [{ path: 'handler.mjs', content: LOUD }] };
  const response = await ask('/api/playground/runs', {
    ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
    body: JSON.stringify({ code, sides: ['function'], count: 50, memoryMiB: 128, timeoutMs: 60_000 }),
  });
  const { runId } = (await response.json()) as { runId: string };
  const events = await (await ask(`/api/runs/${runId}/events`)).text();
  if (events.length < 3_000_000) throw new Error(`The run has only ${events.length} bytes of events.`);
  return runId;
}

const READERS = { streams: 160, mostGrowth: 200 as MiB };

async function noReaders(arena: CrowdArena): Promise<Result> {
  const before = arena.memory();
  const id = await loudRun(arena);
  const line = `GET /api/runs/${id}/events HTTP/1.1`;
  const { meanwhile, most } = await crowd(arena, Array(READERS.streams).fill(written(arena, { line })), {
    ...{ reads: false, seconds: 10 },
  });
  const grown = most - before;
  const evidence = `${grown.toFixed(0)} MiB more at most for ${READERS.streams} streams; the owner meanwhile: ${meanwhile}`;
  return { stopped: grown <= READERS.mostGrowth && meanwhile === '200', evidence };
}

/** Streams of a run that goes on, from one browser and from another. */
async function manyStreams(arena: CrowdArena): Promise<Result> {
  const of = (browser: string) =>
    written(
      { ...arena, owner: '' },
      {
        line: 'GET /api/playground/instances/events HTTP/1.1',
        more: `Cookie: ${[arena.owner.replace(/^Cookie: |\r\n$/g, ''), `${BROWSER_COOKIE}=${browser}`].filter(Boolean).join('; ')}\r\n`,
      },
    );
  const most = CROWD_LIMITS.browserStreams.perHolder;
  const own = Array(most + 6).fill(of('a'.repeat(22)));
  const { outcomes, meanwhile } = await crowd(arena, [...own, of('b'.repeat(22))]);
  const taken = outcomes.slice(0, -1).filter((outcome) => outcome === '200').length;
  const stopped = taken === most && outcomes.at(-1) === '200' && meanwhile === '200';
  return { stopped, evidence: `one browser: ${counted(outcomes.slice(0, -1))}; another: ${outcomes.at(-1)}` };
}

/** A stream of nothing, of what never was, and of what is over: each ends. */
async function deadStreams(arena: CrowdArena): Promise<Result> {
  const ended = await loudRun(arena);
  const paths = ['/api/runs/x/events', '/api/experiments/x/events', `/api/runs/${ended}/events`];
  const outcomes: string[] = [];
  for (const path of paths) {
    const answer = await arena.raw(
      written(arena, { line: `GET ${path} HTTP/1.1`, more: 'Last-Event-ID: 999999999999\r\n' }),
    );
    outcomes.push(statusOf(answer));
  }
  return allOf(outcomes, /^(404|200)$/);
}

export const CROWDS: readonly CrowdAttack[] = [
  { name: `${SLOW.connections} connections that never say all`, layer: CROWD, run: slowHeads },
  { name: `${SLOW.bodies} bodies that never come`, layer: CROWD, run: slowBodies },
  {
    name: `${READERS.streams} readers that do not read`,
    layer: 'backpressure of event streams',
    run: noReaders,
  },
  { name: 'event streams of one browser', layer: CROWD, run: manyStreams },
  { name: 'event streams of what is not there, or over', layer: 'the end of every stream', run: deadStreams },
];
