import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '#lib/executors/host/home.ts';
import { add, type Counts, checked, NONE, playwrightCounts, vitestCounts } from './counts.ts';
import { checkImports } from './import-rules.ts';

/**
 * `npm test`: everything, in the order in which it fails fastest. Ends with the plain line
 * `N passed, N failed`; each static check counts as one. `--static-only` stops before the tests.
 */
const scratch = mkdtempSync(join(tmpdir(), 'crossover-test-'));
// Sandboxes run as other users and must be able to pass through.
chmodSync(scratch, 0o755);
const bin = (name: string) => join(projectRoot, 'node_modules/.bin', name);
const results = { unit: join(scratch, 'unit.json'), browser: join(scratch, 'browser.json') };

interface Step {
  title: string;
  run(): Promise<Counts>;
}

const asOne = (exitCode: number | null): Counts =>
  exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };

const STATIC: Step[] = [
  {
    title: 'Format and lint',
    run: async () => asOne(await command(bin('biome'), ['check', '--error-on-warnings', '.'])),
  },
  { title: 'Import rules', run: async () => asOne((await checkImports()) ? 0 : 1) },
  {
    title: 'Types',
    run: async () => {
      // Writes next-env.d.ts and the types of the routes, which a fresh clone does not have.
      const generated = await command(bin('next'), ['typegen']);
      return asOne(generated || (await command(bin('tsc'), ['--noEmit'])));
    },
  },
];

const TESTS: Step[] = [
  {
    title: 'Unit and integration tests',
    run: async () => {
      const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${results.unit}`];
      const code = await command(bin('vitest'), args);
      return checked(vitestCounts(results.unit), code);
    },
  },
  {
    title: 'Production build',
    run: async () => asOne(await command(process.execPath, [join(projectRoot, 'lib/cli/test/build.ts')])),
  },
  {
    title: 'Browser tests',
    run: async () => {
      const code = await command(bin('playwright'), ['test'], { E2E_RESULTS: results.browser });
      return checked(playwrightCounts(results.browser), code);
    },
  },
];

/** Tests get a home of their own, so that they never touch the data of a Crossover in use. */
function command(file: string, args: string[], env: Record<string, string> = {}): Promise<number | null> {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd: projectRoot,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {
        ...process.env,
        NODE_ENV: 'test',
        NEXT_TELEMETRY_DISABLED: '1',
        CROSSOVER_HOME: join(scratch, 'home'),
        PATH: `${join(projectRoot, 'node_modules/.bin')}:${process.env.PATH}`,
        ...env,
      },
    });
    child.on('error', () => resolve(1));
    child.on('exit', (code) => resolve(code));
  });
}

let total = NONE;
const failing: string[] = [];
for (const step of process.argv.includes('--static-only') ? STATIC : [...STATIC, ...TESTS]) {
  const started = performance.now();
  console.log(`\n== ${step.title}`);
  const counts = await step.run();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`== ${step.title}: ${counts.passed} passed, ${counts.failed} failed in ${seconds} s`);
  total = add(total, counts);
  if (counts.failed > 0) failing.push(step.title);
}
rmSync(scratch, { recursive: true, force: true });
// The last lines are what a CI's reader sees first.
if (failing.length > 0) console.log(`\nFailed: ${failing.join(', ')}`);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
