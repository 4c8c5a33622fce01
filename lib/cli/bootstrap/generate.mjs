import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { alone } from './lock.mjs';
import { projectRoot, run, say } from './run.mjs';

const output = join(projectRoot, 'lib/server/generated');
const stamp = join(output, '.schema');

/** Prisma's client from prisma/schema.prisma, when the schema or Prisma changed. */
export async function generateClient() {
  if (!isGenerated()) await alone(generate);
}

function wantedHash() {
  const hash = createHash('sha256');
  for (const file of ['prisma/schema.prisma', 'node_modules/prisma/package.json']) {
    hash.update(readFileSync(join(projectRoot, file)));
  }
  return hash.digest('hex');
}

const isGenerated = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wantedHash();

async function generate() {
  if (isGenerated()) return; // by the one that was waited for
  const wanted = wantedHash();
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
