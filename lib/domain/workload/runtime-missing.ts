import { CrossoverError } from '../errors.ts';

/** Said before anything of a run starts: nothing can be done without it. */
export const pythonMissing = (): CrossoverError =>
  new CrossoverError({
    code: 'runtime-missing',
    owner: 'yours',
    message: 'There is no Python 3 on this machine that every user may run.',
    remedy:
      'Install it (apt-get install python3 on Debian and Ubuntu, dnf install python3 on Fedora) and try again.',
  });
