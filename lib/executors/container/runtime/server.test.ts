import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';
import { EXCHANGER } from '../../testing/exchanges.ts';
import { wrapperContract } from './testing/contract.ts';
import { wrapperStage } from './testing/stage.ts';

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

describe('the wrapper in Node', () => {
  const stage = wrapperStage({
    ending: '.mjs',
    command: [process.execPath, path('./server.cjs')],
    environment: { CROSSOVER_HANDLER_RUNTIME: path('../../source/handler-runtime.mjs') },
  });
  wrapperContract(stage, {
    onPort: "export const handler = () => 'on a port';",
    marking:
      "import { writeFileSync } from 'node:fs'; writeFileSync(process.env.MARK, ''); export const handler = () => 1;",
    endless: 'await new Promise((r) => setInterval(r, 1e8)); export const handler = () => 1;',
    broken: 'export const handler = (;',
    late: `import { writeFileSync } from 'node:fs';
export const handler = () => {
  writeFileSync(process.env.MARK, '');
  return new Promise((resolve) => setTimeout(() => resolve('late'), 300));
};`,
    exchanger: EXCHANGER.nodejs.replace('exports.handler =', 'export const handler ='),
    echo: 'export const handler = (event) => event.body ?? "none";',
  });
});
