import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { WHOLE } from '#lib/executors/container/testing/conformance-extent.ts';
import { projectRoot } from '#lib/executors/host/home.ts';
import { atLeast, atMost, type Bench, type BenchRow } from '../bench.ts';

const Result = z.object({ numPassedTests: z.number(), numFailedTests: z.number() });
/** Fewer means that a part of the table was not run. */
const FEWEST = 80;

/** Runs the table of one engine in a process of its own, as `npm test` runs a part of it. */
async function conform(engine: string, say: (text: string) => void): Promise<BenchRow[]> {
  say(`The whole table on ${engine}`);
  const scratch = mkdtempSync(join(tmpdir(), 'conformance-'));
  const file = join(scratch, 'result.json');
  const args = ['run', `lib/executors/container/conformance.${engine}.test.ts`];
  const child = spawn(
    join(projectRoot, 'node_modules/.bin/vitest'),
    [...args, '--reporter=json', `--outputFile=${file}`],
    { cwd: projectRoot, env: { ...process.env, [WHOLE]: '1' }, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  await new Promise((resolve) => child.on('close', resolve));
  const { numPassedTests: passed, numFailedTests: failed } = Result.parse(
    JSON.parse(readFileSync(file, 'utf8')),
  );
  rmSync(scratch, { recursive: true });
  return [
    { what: `${engine}: passed`, value: passed, unit: '', bar: atLeast(passed, FEWEST) },
    { what: `${engine}: failed`, value: failed, unit: '', bar: atMost(failed, 0) },
  ];
}

export const bench: Bench = {
  description: 'the whole table of what containers must do, on every engine that npm test tries',
  run: async (say) => [...(await conform('docker', say)), ...(await conform('runc', say))],
};
