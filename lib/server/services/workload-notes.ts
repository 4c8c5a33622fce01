import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import type { Ms } from '#lib/domain/units.ts';
import type { Code, SourceFile } from '#lib/domain/workload/workload.ts';
import { projectRoot } from '#lib/executors/host/home.ts';
import { strippedSources } from '#lib/executors/source/prepare.ts';

/** From the start of the process; a megabyte of ordinary code takes about one second. */
const LIMIT: Ms = 5000;
const HEAP_MIB = 512;
// By its place in the checkout, for the web process runs a bundle of this file.
const PROGRAM = join(projectRoot, 'lib/server/services/look-through.ts');
const TOO_MUCH =
  'The code was not looked through for events of other formats and for callbacks: that takes too long or too much memory.';

/**
 * Sentences that a reader needs before a run of this code: that it was written for other events than the run sends,
 * that it answers in a way that a platform gives up.
 * Code that does not parse has none; its deployment says where it breaks.
 */
export async function workloadNotes(code: Code, limit = LIMIT): Promise<string[]> {
  const mine = last.then(() => lookedThrough(code, limit));
  last = mine.catch(() => {});
  return mine;
}

/** One at a time, so that many requests take no more of the machine than one. */
let last: Promise<unknown> = Promise.resolve();

/** In a process with limits: a parser may take minutes for a file that is made for it, and this process has others to serve. */
async function lookedThrough(code: Code, limit: Ms): Promise<string[]> {
  const files = await sourcesOf(code);
  if (files.length === 0) return [];
  const flags = [`--max-old-space-size=${HEAP_MIB}`, '--disable-warning=ExperimentalWarning'];
  const child = spawn(process.execPath, [...flags, PROGRAM], {
    ...{ cwd: projectRoot, env: { NODE_ENV: 'production' }, timeout: limit, killSignal: 'SIGKILL' },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  // Its end is told by what it has not written.
  child.on('error', () => {});
  child.stdin.on('error', () => {});
  child.stdin.end(JSON.stringify({ ...code, files }));
  const told = await text(child.stdout);
  return told === '' ? [TOO_MUCH] : z.array(z.string()).parse(JSON.parse(told));
}

async function sourcesOf(code: Code): Promise<SourceFile[]> {
  try {
    return await strippedSources(code);
  } catch {
    return [];
  }
}
