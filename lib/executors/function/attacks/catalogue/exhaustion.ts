import type { MiB } from '#lib/domain/units.ts';
import { MAX_LOG_BYTES } from '../../protocol/log-buffer.ts';
import { type Arena, type Attack, endsAs, groupOr, harmless, type Result } from '../attack.ts';

const FORK_BOMB = `import { spawn } from 'node:child_process';
  export const handler = async () => { let started = 0; for (let i = 0; i < 400; i += 1) {
    const ok = await new Promise((done) => { try { const c = spawn('/usr/bin/node', ['-e', 'setInterval(() => {}, 1e6)'], { stdio: 'ignore' }); c.once('spawn', () => done(true)); c.once('error', () => done(false)); } catch { done(false); } });
    if (!ok) return started; started += 1; } return started; };`;
const FLOOD = `import { writeSync } from 'node:fs'; const block = Buffer.alloc(1 << 20, 'y');
  export const handler = () => { for (let i = 0; i < 30; i += 1) for (let at = 0; at < block.length; ) { try { at += writeSync(1, block, at); } catch (e) { if (e.code !== 'EAGAIN') throw e; } } return 'done'; };`;
const MANY = `import { spawn } from 'node:child_process';
  const eat = () => new Promise((done) => { try { const c = spawn('/usr/bin/node', ['-e', 'const kept = Buffer.alloc(600 * 2 ** 20, 1); console.log("have"); setInterval(() => kept.length, 1e6)'], { stdio: ['ignore', 'pipe', 'ignore'] });
    c.stdout.once('data', () => done(1)); c.once('exit', () => done(0)); c.once('error', () => done(0)); } catch { done(0); } });
  export const handler = async () => { const have = await Promise.all(Array.from({ length: 3 }, eat)); await new Promise((done) => setTimeout(done, 1000)); return have.reduce((a, b) => a + b); };`;
const GONE = ['out-of-memory', 'exited'] as const;

async function forkBomb({ invoke }: Arena): Promise<Result> {
  const { outcome, body } = await invoke(FORK_BOMB, { memory: 3_000, timeout: 60_000 });
  const bounded = outcome === 'ok' ? Number(body) < 256 : [...GONE, 'timeout'].includes(outcome);
  return { stopped: bounded, evidence: outcome === 'ok' ? `${body} processes` : outcome };
}

/** Each stays within the limit, all of them together do not: no more of them may live than the limit has room for. */
async function manyProcesses({ invoke }: Arena): Promise<Result> {
  const { outcome, body } = await invoke(MANY, { memory: 1_000, timeout: 60_000 });
  const bounded = outcome === 'ok' ? Number(body) <= 1 : GONE.some((gone) => gone === outcome);
  return { stopped: bounded, evidence: outcome === 'ok' ? `${body} of 3 processes live` : outcome };
}

async function flood({ invoke }: Arena): Promise<Result> {
  const { outcome, log } = await invoke(FLOOD, { timeout: 30_000, memory: 1_024 });
  const kept = log.length < 2 * MAX_LOG_BYTES;
  return { stopped: outcome === 'ok' && kept, evidence: `30 MiB printed, ${log.length} bytes kept` };
}

/** Sixty connections over its own loopback, written to until nothing moves and never read from; MiB that the kernel holds. */
const TCP_HOARD = `import net from 'node:net';
  export const handler = () => new Promise((done) => {
    const sockets = []; const block = Buffer.alloc(65536);
    const held = () => sockets.reduce((sum, socket) => sum + socket.bytesWritten - socket.writableLength, 0);
    const server = net.createServer((socket) => socket.pause().on('error', () => {})).listen(0, '127.0.0.1', () => {
      for (let n = 0; n < 60; n += 1) {
        const socket = net.connect(server.address().port, '127.0.0.1', () => setInterval(() => {
          if (socket.writableLength === 0) socket.write(block);
        }, 1)).on('error', () => {});
        sockets.push(socket);
      }
    });
    let before = -1;
    setInterval(() => { if (held() === before) done(String(Math.round(before / 1048576))); before = held(); }, 400);
  });`;
const TCP_MOST: MiB = 100;

/** Memory that control groups of version 1 count apart from all other memory; UDP counts there with it. */
async function hoardTcp({ invoke, sites }: Pick<Arena, 'invoke' | 'sites'>): Promise<Result> {
  const { outcome, body } = await invoke(TCP_HOARD, { timeout: 30_000, memory: 128 });
  const gone = GONE.some((one) => one === outcome);
  // Without a group the number of descriptors is all that bounds it: the figure says how far.
  const bounded = outcome === 'ok' && (sites.memory === undefined || Number(body) < TCP_MOST);
  return { stopped: gone || bounded, evidence: outcome === 'ok' ? `${body} MiB held` : outcome };
}

export const EXHAUSTION: readonly Attack[] = [
  { name: 'fork bomb', layer: groupOr('pids', 'RLIMIT_NPROC'), run: forkBomb },
  {
    name: 'memory bomb: heap',
    layer: 'heap limit of V8',
    slow: true,
    run: endsAs(
      GONE,
      `export const handler = () => { const a = []; for (;;) a.push({ x: new Array(100).fill(Math.random()) }); };`,
      // A second as a rule; an emulated processor of which it has a fourteenth collects garbage for minutes first.
      { timeout: 300_000 },
    ),
  },
  {
    name: 'memory bomb: buffers',
    layer: groupOr('memory', 'RLIMIT_DATA'),
    run: endsAs(
      [...GONE, 'handler-error'],
      `export const handler = () => { const a = []; for (;;) a.push(Buffer.alloc(16 << 20, 1)); };`,
      { timeout: 60_000 },
    ),
  },
  {
    name: 'memory bomb: many processes',
    layer: groupOr('memory', 'look at all processes'),
    slow: true,
    run: manyProcesses,
  },
  {
    name: 'memory bomb: files in /tmp',
    layer: groupOr('memory', 'size of its tmpfs'),
    run: endsAs(
      [...GONE, 'handler-error'],
      `import fs from 'node:fs'; const block = Buffer.alloc(1 << 20, 1); export const handler = () => { for (let n = 0; ; n += 1) fs.writeFileSync('/tmp/' + n, block); };`,
      { timeout: 60_000, memory: 128 },
    ),
  },
  {
    name: 'buffers of TCP over its loopback',
    layer: groupOr('memory', 'RLIMIT_NOFILE'),
    run: hoardTcp,
  },
  {
    name: 'endless loop',
    layer: 'timeout, SIGKILL',
    run: endsAs(['timeout'], 'export const handler = () => { for (;;); };', { timeout: 500 }),
  },
  { name: 'output flood', layer: 'bounded log', run: flood },
  {
    name: 'descriptor leak',
    layer: 'RLIMIT_NOFILE',
    run: harmless(
      `const fs = require('node:fs'); const open = []; try { for (let n = 0; n < 5000; n += 1) open.push(fs.openSync('/dev/null')); return 'unbounded'; } catch (error) { return error.code; } finally { for (const fd of open) fs.closeSync(fd); }`,
      (code) => code === 'EMFILE',
    ),
  },
];
