import { CrossoverError } from '#lib/domain/errors.ts';

/** An archive that is refused, with the reason. */
export const refused = (message: string, detail?: string): CrossoverError =>
  new CrossoverError({
    code: 'archive-refused',
    owner: 'yours',
    message,
    remedy:
      'Upload what "docker save IMAGE" wrote, or an OCI image layout in a tar, for linux on this architecture.',
    detail,
  });

/** What an archive may hold at most: more is a mistake or an attack. */
export const ARCHIVE_LIMITS = {
  bytes: 4 * 1024 ** 3,
  entries: 200_000,
  document: 4 * 1024 ** 2,
  layers: 128,
} as const;
