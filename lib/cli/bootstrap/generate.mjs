import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot, run, say } from './run.mjs';

const output = join(projectRoot, 'lib/server/generated');
const stamp = join(output, '.schema');

/** Prisma's client from prisma/schema.prisma, when the schema or Prisma changed. */
export async function generateClient() {
  const hash = createHash('sha256');
  for (const file of ['prisma/schema.prisma', 'node_modules/prisma/package.json']) {
    hash.update(readFileSync(join(projectRoot, file)));
  }
  const wanted = hash.digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  say('Generating the database client');
  const bin = join(projectRoot, 'node_modules/.bin');
  // Generating needs no schema engine, but Prisma looks for its file and would download it: any file will do.
  await run(join(bin, 'prisma'), ['generate'], {
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
    PATH: `${bin}:${process.env.PATH}`,
  });
  writeFileSync(stamp, wanted);
}
