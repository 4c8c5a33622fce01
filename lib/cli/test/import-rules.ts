import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from '#lib/executors/host/home.ts';
import type { Output } from './output.ts';

const ROOMS = ['app', 'components', 'lib'];
/** Far fewer modules than there are means that the tool did not understand the sources, and then it reports nothing. */
const FEWEST_MODULES = 200;

const Result = z.object({
  summary: z.object({
    totalCruised: z.number(),
    error: z.number(),
    violations: z.array(
      z.object({
        from: z.string(),
        to: z.string(),
        rule: z.object({ name: z.string(), severity: z.string() }),
      }),
    ),
  }),
});

/** The import rules of .dependency-cruiser.cjs; not `ok` either when next to nothing was read. */
export async function readImports(directories: readonly string[] = ROOMS) {
  const { totalCruised, error, violations } = Result.parse(JSON.parse(await cruise(directories))).summary;
  return { ok: error === 0 && totalCruised >= FEWEST_MODULES, modules: totalCruised, violations };
}

/** The same as a step of the tests, with words. */
export async function checkImports({ say }: Output): Promise<boolean> {
  const { ok, modules, violations } = await readImports();
  for (const { from, to, rule } of violations) say(`${rule.name}: ${from} -> ${to}\n`);
  say(`${modules} modules read, ${violations.length} violations\n`);
  if (modules < FEWEST_MODULES) say('Too few modules were read to prove anything.\n');
  return ok;
}

function cruise(directories: readonly string[]): Promise<string> {
  const tool = join(projectRoot, 'node_modules/.bin/depcruise');
  return new Promise((resolve, reject) => {
    execFile(
      tool,
      [...directories, '--output-type', 'json'],
      { cwd: projectRoot, maxBuffer: 256 * 1024 * 1024 },
      // Its exit code is the number of errors, so the answer is in what it printed.
      (error, stdout) => (stdout ? resolve(stdout) : reject(error ?? new Error('No output.'))),
    );
  });
}
