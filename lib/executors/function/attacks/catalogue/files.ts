import { homeDirectory } from '../../../host/home.ts';
import { type Attack, harmless, MOUNTS, READ_ONLY, refused } from '../attack.ts';

const read = (path: string): string =>
  `return require('node:fs').readFileSync(${JSON.stringify(path)}, 'utf8')`;
const write = (path: string): string => `require('node:fs').writeFileSync(${JSON.stringify(path)}, 'x')`;
/** Where everything of the product lies, other functions' code among it. */
const LIST_HOME = `return require('node:fs').readdirSync(${JSON.stringify(homeDirectory('functions'))})`;
const DENIED = /EROFS|EACCES|EPERM/;

export const FILES: readonly Attack[] = [
  { name: 'read /etc/shadow', layer: MOUNTS, run: refused(read('/etc/shadow'), /ENOENT/) },
  {
    name: 'read it through /proc/1/root',
    layer: MOUNTS,
    run: refused(read('/proc/1/root/etc/shadow'), /ENOENT|EACCES/),
  },
  { name: "list other functions' directories", layer: MOUNTS, run: refused(LIST_HOME, /ENOENT/) },
  { name: 'write /', layer: READ_ONLY, run: refused(write('/x'), DENIED) },
  {
    name: "change the function's own code",
    layer: READ_ONLY,
    run: refused(write('/var/task/handler.mjs'), DENIED),
  },
  { name: 'change the runtime', layer: READ_ONLY, run: refused(write('/var/runtime/bootstrap.cjs'), DENIED) },
  { name: 'fill /dev/shm', layer: READ_ONLY, run: refused(write('/dev/shm/x'), DENIED) },
  {
    name: 'fill /tmp',
    layer: 'size of its tmpfs',
    run: harmless(
      `const fs = require('node:fs'); const block = Buffer.alloc(1 << 20, 1); let written = 0; const fd = fs.openSync('/tmp/fill', 'w');
       try { for (; written < 700; written += 1) fs.writeSync(fd, block); } catch (error) { return { written, code: error.code }; } finally { fs.closeSync(fd); fs.rmSync('/tmp/fill'); }`,
      (value) => {
        const { written, code } = value as { written: number; code?: string };
        return code === 'ENOSPC' && written <= 512;
      },
    ),
  },
];
