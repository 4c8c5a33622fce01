// An executor in a process of its own, for tests that end it without mercy: deploys, invokes, reports, stays.
import { createFunctionExecutor } from '../function-executor.ts';
import { requestOf, specOf } from './support.ts';

const CODE = `import fs from 'node:fs';
import { spawn } from 'node:child_process';
const links = fs.readdirSync('/proc/self/fd').map((fd) => { try { return fs.readlinkSync('/proc/self/fd/' + fd); } catch { return ''; } });
export const handler = (event) => {
  spawn(process.execPath, ['-e', 'for (;;);'], { detached: true, stdio: 'ignore' }).unref();
  return event.rawPath === '/hang' ? new Promise(() => setInterval(() => {}, 1000)) : links;
};`;

const executor = createFunctionExecutor();
const deployment = await executor.deploy(specOf(CODE, { timeout: 600_000 }));
const first = await deployment.invoke(requestOf());
void deployment.invoke(requestOf({ path: '/hang' }));
process.stdout.write(`${first.body}\n`);
setInterval(() => {}, 1_000);
