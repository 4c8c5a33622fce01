import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CrossoverError } from '#lib/domain/errors.ts';
import { PLATFORM_SIZES } from '../../package/store.ts';
import { unpackZip } from '../../package/unpack-zip.ts';
import { makeZip, type ZipEntry } from '../../testing/zip.ts';
import { type Arena, type Attack, endsAs, PROTOCOL, type Result } from '../attack.ts';

const SYMLINK = 0o120777;
const frame = (length: string, content: string): string =>
  `import { writeSync } from 'node:fs'; export const handler = () => { const head = Buffer.alloc(4); head.writeUInt32BE(${length}); writeSync(3, head); writeSync(3, ${JSON.stringify(content)}); return 1; };`;

/** Stopped when the package is refused and nothing lies outside its directory. */
const unpacking = (entries: () => ZipEntry[]) => async (): Promise<Result> => {
  const root = mkdtempSync(join(tmpdir(), 'crossover-zip-'));
  try {
    await unpackZip(makeZip(entries()), join(root, 'code'), PLATFORM_SIZES);
    return { stopped: false, evidence: 'unpacked' };
  } catch (error) {
    const outside = existsSync(join(root, 'evil')) || existsSync('/tmp/evil-of-a-zip');
    const evidence = error instanceof CrossoverError ? error.problem.code : String(error);
    return { stopped: error instanceof CrossoverError && !outside, evidence };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
};

/** The pipe by which its requests come. An engine that is an ordinary user runs its sandboxes as itself. */
const mailbox = (bytes: number): string =>
  `import fs from 'node:fs'; export const handler = () => { fs.writeSync(fs.openSync('/proc/self/fd/5', fs.constants.O_WRONLY | fs.constants.O_NONBLOCK), Buffer.alloc(${bytes}, 1)); return 1; };`;

/** Stopped when it cannot write, or when that ends no more than its own environment. */
const fillingMailbox =
  (bytes: number) =>
  async ({ invokeTwice }: Arena): Promise<Result> => {
    const [first, second] = await invokeTwice(mailbox(bytes));
    const evidence = `${first.outcome}, then ${second.outcome}: ${second.problem?.message.slice(0, 80)}`;
    return { stopped: first.outcome !== 'ok' || second.outcome === 'exited', evidence };
  };

const UNPACKER = 'checks of the unpacker';

export const DATA: readonly Attack[] = [
  { name: 'ZIP with ".."', layer: UNPACKER, run: unpacking(() => [{ name: '../evil', content: 'x' }]) },
  {
    name: 'ZIP with an absolute path',
    layer: UNPACKER,
    run: unpacking(() => [{ name: '/tmp/evil-of-a-zip', content: 'x' }]),
  },
  {
    name: 'ZIP with a symbolic link',
    layer: UNPACKER,
    run: unpacking(() => [{ name: 'link', content: '/etc/shadow', mode: SYMLINK }]),
  },
  {
    name: 'ZIP bomb that lies about its size',
    layer: UNPACKER,
    slow: true,
    run: unpacking(() => [{ name: 'bomb', content: Buffer.alloc(100 << 20), claimedSize: 10 }]),
  },
  {
    name: 'a huge reply',
    layer: 'limit of the answer',
    run: endsAs(['invalid-response'], `export const handler = () => 'x'.repeat(20 << 20);`, {
      memory: 1_024,
    }),
  },
  {
    name: 'a frame of 4 GB to the executor',
    layer: PROTOCOL,
    run: endsAs(['exited'], frame('0xffffffff', 'x')),
  },
  { name: 'a frame that is no JSON', layer: PROTOCOL, run: endsAs(['exited'], frame('1', '{')) },
  {
    name: 'a forged answer to another request',
    layer: PROTOCOL,
    run: endsAs(
      ['exited'],
      frame('64', '{"type":"reply","id":"x","handlerMs":0,"status":200,"body":"yes"}'.padEnd(64)),
    ),
  },
  { name: 'a record of its own in its mailbox', layer: PROTOCOL, run: fillingMailbox(1_024) },
  { name: 'half a record in its mailbox', layer: PROTOCOL, run: fillingMailbox(100) },
  { name: 'a mailbox filled up', layer: PROTOCOL, run: fillingMailbox(65_536) },
];
