import { createHash } from 'node:crypto';
import type { Code } from '#lib/domain/workload/workload.ts';

/** SHA-256 of the files with their paths, in any order, as hex: the same for the same workload. */
export function filesDigest({ files }: Code): string {
  const sorted = files.map(({ path, content }) => [path, content]).toSorted();
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex');
}
