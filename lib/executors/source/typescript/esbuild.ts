import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { BuildOptions, BuildResult } from 'esbuild';
import { CrossoverError } from '#lib/domain/errors.ts';
import type { Ms } from '#lib/domain/units.ts';
import { projectRoot } from '../../host/home.ts';
import { within } from '../../host/within.ts';

type Esbuild = typeof import('esbuild');
/** Nothing is written, and what was read is told. */
type Options = BuildOptions & { write: false; metafile: true };

/** For one file; a million lines take a second. */
const LIMIT: Ms = 10_000;
// By their places in the checkout, for the web process runs a bundle of this file.
const LIMITED = join(projectRoot, 'lib/executors/source/typescript/esbuild.sh');

/** The program that comes with the package of this platform; no script has to have run for it. */
function program(): string {
  const require = createRequire(join(projectRoot, 'node_modules/esbuild/package.json'));
  return require.resolve(`@esbuild/${process.platform}-${process.arch}/bin/esbuild`);
}

/** It reads where its program is when it is loaded, and starts it with the environment of that moment. */
async function load(): Promise<Esbuild> {
  process.env.CROSSOVER_ESBUILD = program();
  process.env.ESBUILD_BINARY_PATH = LIMITED;
  const esbuild = await import('esbuild');
  delete process.env.ESBUILD_BINARY_PATH;
  return esbuild;
}

let loading: Promise<Esbuild> | undefined;

const isBuildFailure = (error: unknown): boolean =>
  error instanceof Error && 'errors' in error && Array.isArray(error.errors) && error.errors.length > 0;

const refused = (detail: string) =>
  new CrossoverError({
    code: 'typescript-not-read',
    owner: 'yours',
    message: 'The TypeScript could not be translated: it takes too long or too much memory.',
    remedy: 'Make the file smaller or less deeply nested, or translate it yourself and give the JavaScript.',
    detail,
  });

let last: Promise<unknown> = Promise.resolve();

/**
 * Runs esbuild, a process of its own with limits of memory and time. After its end, and after a file that is too much
 * for it, the next call starts another one. One file at a time, so that a file which ends it is the only one to suffer.
 * @throws BuildFailure for what is wrong in the code; CrossoverError `typescript-not-read`
 */
export function build(options: Options): Promise<BuildResult<Options>> {
  const mine = last.then(() => attempt(options));
  last = mine.catch(() => {});
  return mine;
}

/** Something else may have ended the process meanwhile: a file is refused when it is there at two ends. */
async function attempt(options: Options, again = true): Promise<BuildResult<Options>> {
  loading ??= load();
  const esbuild = await loading;
  try {
    const done = await within(esbuild.build(options), LIMIT, () => null);
    if (done !== null) return done;
  } catch (error) {
    if (isBuildFailure(error)) throw error;
    await esbuild.stop();
    if (again) return attempt(options, false);
    throw refused(String(error));
  }
  await esbuild.stop();
  throw refused(`It took more than ${LIMIT} ms.`);
}
