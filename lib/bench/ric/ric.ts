import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FunctionPlatform } from '#lib/executors/function/service/platform.ts';
import type { Bench, BenchRow } from '../bench.ts';
import { CASES, HANDLERS, type Subject } from './cases.ts';
import { installRic, RIC } from './install.ts';

const BOOTSTRAP = `#!/bin/sh
exec /usr/bin/node /var/task/node_modules/aws-lambda-ric/index.mjs "$_HANDLER"
`;
const FUNCTIONS = ['app.handler', 'app.size', 'app.large', 'app.nothing', 'stream.handler', 'stream.http'];
const BROKEN = ['callback.handler', 'broken.handler', 'syntax.handler'];

/** A package with the client, its two dependencies and the handlers, as a user would make it. */
function makePackage(installed: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'crossover-ric-'));
  for (const name of ['aws-lambda-ric', '@aws/lambda-invoke-store']) {
    const target = join(directory, 'node_modules', name);
    mkdirSync(target, { recursive: true });
    const part = (source: string): boolean =>
      !/aws-lambda-ric\/(deps|src|scripts|node-addon-api|build)/.test(source);
    cpSync(join(installed, 'node_modules', name), target, { recursive: true, filter: part });
  }
  for (const [name, content] of Object.entries(HANDLERS)) writeFileSync(join(directory, name), content);
  writeFileSync(join(directory, 'bootstrap'), BOOTSTRAP, { mode: 0o755 });
  return directory;
}

async function createAll(platform: FunctionPlatform, path: string): Promise<Subject> {
  const name = (handler: string): string => handler.replace('.', '-');
  for (const handler of [...FUNCTIONS, ...BROKEN]) {
    const configuration = { runtime: 'provided', handler, memoryMiB: 1_769, timeoutMs: 3_000 } as const;
    await platform.functions.create(name(handler), configuration, { kind: 'directory', path });
  }
  return { platform, name };
}

async function attempt(
  what: string,
  subject: Subject,
  test: (subject: Subject) => Promise<void>,
): Promise<BenchRow> {
  const failure = await test(subject).then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  const row = {
    what,
    value: failure === null ? 1 : 0,
    unit: 'passed',
    bar: { text: 'passes', met: failure === null },
  };
  return failure === null ? row : { ...row, base: failure.replaceAll(/\s+/g, ' ').slice(0, 300) };
}

/** Not a measurement but a conformance run: every row is a case that passes or does not. */
export const bench: Bench = {
  description: `${RIC} against the Runtime API in the sandbox`,
  async run(say) {
    const path = makePackage(await installRic(say));
    try {
      await using platform = await FunctionPlatform.open();
      const subject = await createAll(platform, path);
      const rows: BenchRow[] = [];
      for (const [what, test] of CASES) rows.push(await attempt(what, subject, test));
      return rows;
    } finally {
      rmSync(path, { recursive: true });
    }
  },
};
