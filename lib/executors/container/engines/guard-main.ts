// Waits for the end of the engine process (its end of our standard input closes), then removes its containers.
import { setTimeout as sleep } from 'node:timers/promises';
import { removeUploadLeftovers } from '../image/archive/image.ts';
import { ownerIsDead } from './owner.ts';
import { EngineSearch, parseChoice } from './select.ts';

const [, , owner = '', choice = 'auto'] = process.argv;
const PATIENCE_MS = 30_000;
/** A container whose start was under way at the moment of death appears a little later. */
const ROUNDS = [0, 500, 2_000];

for await (const _ of process.stdin) {
  // Nobody sends anything: only the end counts.
}
for (const end = Date.now() + PATIENCE_MS; !ownerIsDead(owner) && Date.now() < end; ) await sleep(20);
await using search = new EngineSearch(parseChoice(choice));
const { engines } = await search.now();
for (const pause of ROUNDS) {
  await sleep(pause);
  await Promise.allSettled([removeUploadLeftovers(), ...engines.map((engine) => engine.removeLeftovers())]);
}
