// Run by tests as a process of its own: deploys code that never lets go, and an own server from an uploaded
// archive, and says under which owner key.

import { rm } from 'node:fs/promises';
import { ownerKey } from '../engines/owner.ts';
import { parseChoice } from '../engines/select.ts';
import { createContainerExecutor } from '../executor.ts';
import { requestTo, specOf } from './fixture.ts';
import { smallArchive } from './servers-image.ts';

const executor = createContainerExecutor({ engine: parseChoice(process.argv[2] ?? '') });
const deployment = await executor.deploy(
  specOf('export const handler = () => { for (;;); };', { timeout: 600_000 }),
);
const uploaded = await smallArchive();
await executor.deploy(specOf('', { container: { image: { kind: 'archive', path: uploaded } } }));
await rm(uploaded);
void deployment.invoke(requestTo('/'));
setTimeout(() => console.log(ownerKey), 200);
