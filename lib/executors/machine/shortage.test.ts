import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { openSites, removeSite } from '../function/cgroup/tree.ts';
import { smallMachine } from './testing/small-machine.ts';

const MAIN = fileURLToPath(new URL('./testing/crowd-main.ts', import.meta.url));
const probe = openSites(`run-${process.pid}-probe`);
for (const site of Object.values(probe)) removeSite(site);

interface Said {
  said: { outcome: string; code: string | null }[];
  after: string;
}

// The benchmark `shortage` has fifty of them, and the whole product.
it.runIf(probe.memory)(
  'sandboxes that need more than a machine has: the rest is refused in words',
  async () => {
    await using machine = smallMachine(1_024);
    const child = machine?.start([process.execPath, MAIN, 'function', '6', '256', '160'], process.env);
    const printed = child?.stdout ? await text(child.stdout) : '';
    const { said, after } = JSON.parse(printed) as Said;
    const kinds = [...new Set(said.map(({ outcome, code }) => `${outcome} ${code}`))].sort();
    expect(kinds).toEqual(['ok null', 'throttled machine-memory']);
    expect([after, machine?.kills()]).toEqual(['served', 0]);
  },
);
