import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { type Pack, pack } from 'tar-stream';
import type { Bytes } from '#lib/domain/units.ts';

/** One entry of an image layer or of an archive. Paths are relative and have no `..`. */
export type TarEntry =
  | { path: string; kind: 'directory'; mode?: number }
  | { path: string; kind: 'file'; mode?: number; content: string | Buffer }
  | { path: string; kind: 'copy'; mode?: number; from: string; size: Bytes };

/** The same entries give the same bytes anywhere: sorted, owned by root, dated 1970. */
const header = (entry: TarEntry, size: Bytes): Parameters<Pack['entry']>[0] => ({
  name: entry.kind === 'directory' ? `${entry.path}/` : entry.path,
  type: entry.kind === 'directory' ? 'directory' : 'file',
  mode: entry.mode ?? (entry.kind === 'directory' ? 0o755 : 0o644),
  size,
  uid: 0,
  gid: 0,
  mtime: new Date(0),
});

async function addEntry(archive: Pack, entry: TarEntry): Promise<void> {
  if (entry.kind === 'copy') {
    return pipeline(createReadStream(entry.from), archive.entry(header(entry, entry.size)));
  }
  const content = entry.kind === 'file' ? Buffer.from(entry.content) : Buffer.alloc(0);
  await new Promise<void>((resolve, reject) => {
    archive.entry(header(entry, content.length), content, (error) => (error ? reject(error) : resolve()));
  });
}

/** All directories above the entries, so that each exists before what is in it. */
export function withParents(entries: readonly TarEntry[]): TarEntry[] {
  const all = new Map(entries.map((entry) => [entry.path, entry]));
  for (const { path } of entries) {
    for (let cut = path.lastIndexOf('/'); cut > 0; cut = path.lastIndexOf('/', cut - 1)) {
      const parent = path.slice(0, cut);
      if (!all.has(parent)) all.set(parent, { path: parent, kind: 'directory' });
    }
  }
  return [...all.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** A deterministic tar stream of the entries in the order given. */
export function tarStream(entries: readonly TarEntry[]): Pack {
  const archive = pack();
  const fill = async () => {
    for (const entry of entries) await addEntry(archive, entry);
    archive.finalize();
  };
  fill().catch((error: Error) => archive.destroy(error));
  return archive;
}

/** The same as bytes, for small archives. */
export async function tarBytes(entries: readonly TarEntry[]): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of tarStream(entries)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
