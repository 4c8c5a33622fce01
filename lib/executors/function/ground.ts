import { chmod, copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeDirectory } from '../host/home.ts';
import { type NodeRuntime, nodeRuntime } from '../host/node-runtime.ts';
import type { Sites } from './cgroup/site.ts';
import { openSites, removeSite, siteDirectories } from './cgroup/tree.ts';
import { claimRun, type Run } from './leftovers.ts';
import { Mailboxes } from './sandbox/mailbox.ts';
import { seccompFilter } from './seccomp/filter.ts';

/** What all sandboxes of one executor share on this machine. */
export interface Ground {
  run: Run;
  runtime: NodeRuntime;
  sites: Sites;
  /** Directory with the wrapper's files. */
  runtimeDirectory: string;
  etc: Readonly<Record<string, string>>;
  filterPath: string | null;
  mailboxes: Mailboxes;
}

/** Plain modules that stand beside the handler in the sandbox. */
const WRAPPER_FILES = [
  './runtime/bootstrap.cjs',
  './runtime/code-cache.cjs',
  './runtime/plain-load.cjs',
  '../source/handler-contract.mjs',
  '../source/handler-runtime.mjs',
  './runtime/bootstrap.py',
  '../source/python/handler_runtime.py',
  '../source/python/user_code.py',
].map((path) => fileURLToPath(new URL(path, import.meta.url)));

/** Of each kind; after six the time of loading hardly falls any more. */
const WARM_UPS = 6;

const ETC = {
  passwd: 'function:x:993:990::/tmp:/sbin/nologin\n',
  group: 'function:x:990:\n',
  hosts: '127.0.0.1 localhost\n::1 localhost\n',
} as const;

async function writeEtc(directory: string): Promise<Record<string, string>> {
  makeDirectory(directory, 0o755);
  const written = Object.entries(ETC).map(async ([name, content]) => {
    const path = join(directory, name);
    await writeFile(path, content);
    await chmod(path, 0o644);
    return [name, path] as const;
  });
  return Object.fromEntries(await Promise.all(written));
}

/** Node loads a module only once, so a loader becomes quick by modules that differ in name. */
const warmUps = (directory: string): (readonly [from: string, to: string])[] =>
  ['mjs', 'cjs'].flatMap((kind) => {
    const from = fileURLToPath(new URL(`./runtime/warm-up.${kind}`, import.meta.url));
    const targets = Array.from({ length: WARM_UPS }, (_, index) => `warm-up-${index}.${kind}`);
    return targets.map((name) => [from, join(directory, name)] as const);
  });

/** Copies, because the checkout may lie where other users cannot read. */
async function copyWrapper(directory: string): Promise<string> {
  makeDirectory(directory, 0o755);
  const names = WRAPPER_FILES.map((path) => [path, join(directory, path.split('/').at(-1) ?? '')] as const);
  await Promise.all(
    [...names, ...warmUps(directory)].map(([from, to]) => copyFile(from, to).then(() => chmod(to, 0o644))),
  );
  return directory;
}

async function writeFilter(path: string): Promise<string | null> {
  const filter = seccompFilter();
  if (filter === null) return null;
  await writeFile(path, filter);
  return path;
}

/** Makes everything; `clearGround` takes it away. */
export async function prepareGround(controlGroups = true): Promise<Ground> {
  const runtime = await nodeRuntime();
  const run = await claimRun((owner) => (controlGroups ? openSites(owner) : {}), siteDirectories);
  const mailboxes = new Mailboxes(join(run.directory, 'mailboxes'));
  const [runtimeDirectory, etc, filterPath] = await Promise.all([
    copyWrapper(join(run.directory, 'runtime')),
    writeEtc(join(run.directory, 'etc')),
    writeFilter(join(run.directory, 'seccomp.bpf')),
    mailboxes.make(),
  ]);
  return { run, runtime, sites: run.sites, runtimeDirectory, etc, filterPath, mailboxes };
}

export async function clearGround({ run, sites }: Ground): Promise<void> {
  for (const site of Object.values(sites)) removeSite(site);
  await run.remove();
}
