import { promisify } from 'node:util';
import { deflateRaw } from 'node:zlib';
import type { Bytes } from '#lib/domain/units.ts';
import type { SourceFile } from '#lib/domain/workload/workload.ts';

const deflated = promisify(deflateRaw);

/** Fixed bytes of the three kinds of header (APPNOTE 4.3.7, 4.3.12, 4.3.16); the first two carry the name too. */
const HEADERS = { local: 30, central: 46, end: 22 } as const;

/** Bytes of the ZIP in which these files would be uploaded: every file deflated, no extra fields, no comment. */
export async function zipSize(files: readonly SourceFile[]): Promise<Bytes> {
  const sizes = files.map(async ({ path, content }) => {
    const { length } = await deflated(content);
    return HEADERS.local + HEADERS.central + 2 * Buffer.byteLength(path) + length;
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, HEADERS.end);
}
