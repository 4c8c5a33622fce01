import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImageSource } from '#lib/domain/execution/container-options.ts';
import { completeLayout } from '../image/image.ts';
import { buildServerImage } from '../image/server-image.ts';
import { tarBytes } from '../image/tar.ts';

type ServerSource = Extract<ImageSource, { kind: 'server' }>;

/** An own server as an archive that any tool could have written; gives its path. */
export async function archiveOf(source: ImageSource, name: string): Promise<string> {
  if (source.kind !== 'server') throw new Error('Only own servers are made into archives here.');
  const image = await buildServerImage(source);
  const path = join(tmpdir(), `crossover-upload-${name}-${randomUUID()}.tar`);
  await writeFile(path, await tarBytes(completeLayout(image.layout, image.base)));
  return path;
}

const SMALL: ServerSource = {
  kind: 'server',
  runtime: 'node',
  command: ['node', 's.js'],
  files: [
    {
      path: 's.js',
      content: "require('node:http').createServer((_, r) => r.end('up')).listen(process.env.PORT);",
    },
  ],
};

/** A server that answers `up` and ends only when it is killed. */
export const smallArchive = (): Promise<string> => archiveOf(SMALL, 'small');
