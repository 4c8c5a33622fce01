import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SmallDisk } from '../host/testing/small-disk.ts';
import { createContainerExecutor } from './executor.ts';
import { ask, specOf } from './testing/fixture.ts';
import { smallArchive } from './testing/servers-image.ts';

/** Smaller than a base image. */
let disk: SmallDisk;
const before = process.env.CROSSOVER_HOME;
const SMALL = 48;
const MIB = 1024 * 1024;

describe.runIf(process.getuid?.() === 0)('a full disk', () => {
  beforeAll(() => {
    disk = new SmallDisk(SMALL);
    process.env.CROSSOVER_HOME = disk.home;
  });
  afterAll(() => {
    if (before === undefined) delete process.env.CROSSOVER_HOME;
    else process.env.CROSSOVER_HOME = before;
    disk[Symbol.dispose]();
  });

  it('is told as such, leaves no half of an image, and what runs goes on', async () => {
    await using executor = createContainerExecutor({ engine: 'runc' });
    const spec = specOf('export const handler = () => 1;');
    const full = {
      problem: {
        ...{ code: 'disk-full', owner: 'yours', message: 'The disk is full.' },
        remedy: expect.stringContaining('CROSSOVER_HOME'),
      },
    };
    // The runtime's layer does not fit.
    await expect(executor.deploy(spec)).rejects.toMatchObject(full);
    const archive = await archiveElsewhere();
    const uploaded = specOf('', { container: { image: { kind: 'archive', path: archive } } });
    await expect(executor.deploy(uploaded)).rejects.toMatchObject(full);
    await rm(archive);
    expect(disk.free()).toBeGreaterThan((SMALL - 4) * MIB);

    // By now the layer was made elsewhere; the code alone fits, until nothing does.
    await using deployment = await executor.deploy(spec);
    expect(await ask(deployment)).toBe(1);
    disk.fill();
    await expect(executor.deploy(specOf('export const handler = () => 2;'))).rejects.toMatchObject(full);
    expect(await ask(deployment)).toBe(1);
  });
});

/** Made where there is room, before the small disk counts as home. */
async function archiveElsewhere(): Promise<string> {
  const home = process.env.CROSSOVER_HOME;
  process.env.CROSSOVER_HOME = before ?? mkdtempSync(join(tmpdir(), 'crossover-elsewhere-'));
  try {
    return await smallArchive();
  } finally {
    process.env.CROSSOVER_HOME = home;
  }
}
