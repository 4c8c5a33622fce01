import { text } from 'node:stream/consumers';
import { EnvironmentGroup } from '../cgroup/group.ts';
import { clearGround, prepareGround } from '../ground.ts';
import { sandboxOptions } from '../sandbox/argv.ts';
import { freeSlot, identityOf, takeSlot } from '../sandbox/identity.ts';
import { FILTER, launch } from '../sandbox/launch.ts';

/** Tools of this machine that an attacker would bring along; the product binds none of them. */
const TOOLS = [...['--ro-bind', '/usr', '/usr'], ...['--ro-bind', '/usr/lib', '/lib']];

export interface RawResult {
  code: number | null;
  output: string;
}

/**
 * Runs a program of this machine's /usr in a sandbox with exactly the options, user, group and filter of a
 * function's sandbox. For attacks that Node alone cannot try. Without the filter it shows what the filter is for.
 */
export async function runRaw(command: readonly string[], filtered = true): Promise<RawResult> {
  const ground = await prepareGround();
  const filterPath = filtered ? ground.filterPath : null;
  const slot = takeSlot();
  const group = new EnvironmentGroup(ground.sites, `raw-${slot}`, { memory: 256, processes: 256 });
  try {
    const spec = {
      ...ground,
      codeDirectory: ground.runtimeDirectory,
      services: [],
      environment: {},
      memory: 256,
    };
    const options = sandboxOptions({ ...spec, seccompDescriptor: filterPath === null ? null : FILTER });
    const sandbox = launch({
      directory: ground.run.directory,
      options: [...options, ...TOOLS],
      command,
      identity: identityOf(slot),
      group,
      filterPath,
      limits: { processes: 256, dataMiB: null },
      label: `${ground.run.id}/raw`,
    });
    const ended = new Promise<number | null>((resolve) => sandbox.process.once('close', resolve));
    sandbox.channel.resume();
    const [out, err, code] = await Promise.all([text(sandbox.stdout), text(sandbox.stderr), ended]);
    return { code, output: out + err };
  } finally {
    await group.remove();
    freeSlot(slot);
    await clearGround(ground);
  }
}
