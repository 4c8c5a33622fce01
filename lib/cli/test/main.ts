import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '#lib/executors/host/home.ts';
import { withOneMoreTry } from './again.ts';
import { type Command, command } from './command.ts';
import { type Counts, checked, playwrightCounts, vitestCounts } from './counts.ts';
import { checkImports } from './import-rules.ts';
import type { Output } from './output.ts';
import { beside, inTurn, type Step, together } from './steps.ts';

/**
 * `npm test`: everything, in the order in which it fails fastest. Ends with the plain line
 * `N passed, N failed`; each static check counts as one. `--static-only` stops before the tests.
 */
const scratch = mkdtempSync(join(tmpdir(), 'crossover-test-'));
// Sandboxes run as other users and must be able to pass through.
chmodSync(scratch, 0o755);
const results = { unit: join(scratch, 'unit.json'), browser: join(scratch, 'browser.json') };
/** Tests get a home of their own, so that they never touch the data of a Crossover in use. */
const HOME = { CROSSOVER_HOME: join(scratch, 'home') };

const run = (program: string, args: string[], output: Output, env: Command['env'] = {}) =>
  command({ program, args, env: { ...HOME, ...env } }, output);

const asOne = (exitCode: number | null): Counts =>
  exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };

const STATIC: Step[] = [
  {
    title: 'Format and lint',
    run: async (output) => asOne(await run('biome', ['check', '--error-on-warnings', '.'], output)),
  },
  { title: 'Import rules', run: async (output) => asOne((await checkImports(output)) ? 0 : 1) },
  {
    title: 'Types',
    run: async (output) => {
      // Writes next-env.d.ts and the types of the routes, which a fresh clone does not have.
      const generated = await run('next', ['typegen'], output);
      return asOne(generated || (await run('tsc', ['--noEmit'], output)));
    },
  },
];

const TESTS: Step[] = [
  {
    title: 'Unit and integration tests',
    run: (output) =>
      withOneMoreTry(async (files) => {
        const reports = ['--reporter=default', '--reporter=json', `--outputFile.json=${results.unit}`];
        const alone = files.length > 0 ? ['--no-file-parallelism', ...files] : [];
        rmSync(results.unit, { force: true });
        const exitCode = await run('vitest', ['run', ...reports, ...alone], output);
        return { counts: vitestCounts(results.unit), exitCode };
      }),
  },
  {
    title: 'Production build',
    run: async (output) =>
      asOne(await run(process.execPath, [join(projectRoot, 'lib/cli/test/build.ts')], output)),
  },
  {
    title: 'Browser tests',
    run: async (output) => {
      const code = await run('playwright', ['test'], output, { E2E_RESULTS: results.browser });
      return checked(playwrightCounts(results.browser), code);
    },
  },
];

// The types take one processor for as long as all the other checks together take another.
const outcomes = [await beside(STATIC)];
if (!process.argv.includes('--static-only')) outcomes.push(await inTurn(TESTS));
rmSync(scratch, { recursive: true, force: true });
const { total, failing, failures, onlyAgain } = together(outcomes);
// The last lines are what a CI's reader sees first.
if (onlyAgain.length > 0) console.log(`\nPassed only when tried again:\n  ${onlyAgain.join('\n  ')}`);
if (failures.length > 0) console.log(`\nFailed tests:\n  ${failures.join('\n  ')}`);
if (failing.length > 0) console.log(`\nFailed: ${failing.join(', ')}`);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
