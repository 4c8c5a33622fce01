import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { BuildOptions, BuildResult } from 'esbuild';
import { CrossoverError } from '#lib/domain/errors.ts';
import { projectRoot } from '../../host/home.ts';

type Esbuild = typeof import('esbuild');
/** Nothing is written, and what was read is told. */
export type Options = BuildOptions & { write: false; metafile: true };

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
 * Runs esbuild, a process of its own with a limit of memory; its time is that of the process that reads the code.
 * After its end, and after a file that is too much for it, the next call starts another one. One file at a time, so
 * that a file which ends it is the only one to suffer.
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
    return await esbuild.build(options);
  } catch (error) {
    if (isBuildFailure(error)) throw error;
    await esbuild.stop();
    if (again) return attempt(options, false);
    throw refused(String(error));
  }
}
