import { toProblem } from '#lib/domain/errors.ts';
import { ensureBuild } from '../start/build.ts';

/** The production build as a step of the tests: the one that `npm start` would make. */
try {
  const made = await ensureBuild(console.log);
  console.log(made ? 'Built.' : 'The build is up to date.');
} catch (error) {
  console.error(toProblem(error).message);
  process.exitCode = 1;
}
