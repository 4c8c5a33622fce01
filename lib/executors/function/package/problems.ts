import { CrossoverError } from '#lib/domain/errors.ts';

/** What is wrong with a package; always the user's to correct. */
export const packageError = (code: string, message: string, remedy: string): CrossoverError =>
  new CrossoverError({ code, owner: 'yours', message, remedy });

const MIB = 1024 * 1024;

export const tooLarge = (what: string, limit: number): CrossoverError =>
  packageError(
    'package-too-large',
    `${what} is larger than ${limit >= MIB ? `${limit / MIB} MB` : `${limit} bytes`}.`,
    'Leave out what the function does not need.',
  );
