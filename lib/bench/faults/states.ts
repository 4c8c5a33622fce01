import { type Product, startProduct } from '#lib/cli/testing/product.ts';
import { SmallDisk } from '#lib/executors/host/testing/small-disk.ts';
import type { BenchRow } from '../bench.ts';
import { serves } from './works.ts';

/** "yes" when a sentence with a remedy was said, no stack and no path of the machine; else what was said. */
function inWords(text: string, sentence: RegExp, { path }: SmallDisk): string {
  if (!sentence.test(text)) return `it says: ${text.slice(0, 300)}`;
  if (/\n\s+at /.test(text)) return 'it shows a stack';
  return text.includes(path) ? 'it names a path of the machine' : 'yes';
}

async function startedOn(disk: SmallDisk, sentence: RegExp): Promise<string> {
  const refusal = await startProduct({ CROSSOVER_HOME: disk.home }).then(
    async (product) => `it started, and stopped with ${await product.stop()}`,
    (error: Error) => error.message,
  );
  return inWords(refusal, sentence, disk);
}

const FULL = /The disk is full\.\s+Free some space|"disk-full"/;
const UNWRITABLE = /cannot write to its own directory|cannot be written/;

async function write(product: Product): Promise<{ status: number; text: string }> {
  const code = {
    entry: 'h.mjs',
    handler: 'handler',
    files: [{ path: 'h.mjs', content: `// ${'x'.repeat(100_000)}` }],
  };
  const response = await fetch(`${product.url}/api/playground/runs`, {
    ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code }) },
  });
  return { status: response.status, text: await response.text() };
}

async function fullWhileItRuns(): Promise<Record<string, string>> {
  using disk = new SmallDisk(1_500);
  const product = await startProduct({ CROSSOVER_HOME: disk.home });
  try {
    if (!(await serves(product.url, 'runc'))) return { 'a request before': 'not served' };
    disk.fill();
    let refused = await write(product);
    for (let times = 0; refused.status < 400 && times < 100; times += 1) refused = await write(product);
    const page = (await fetch(product.url)).status;
    disk.empty();
    const served = await serves(product.url, 'runc').catch(String);
    return {
      'a write to a full disk is refused with 507 in words':
        refused.status === 507 ? inWords(refused.text, FULL, disk) : `${refused.status}`,
      'pages are shown meanwhile': page === 200 ? 'yes' : `${page}`,
      'and when there is space again, a request is served': served === true ? 'yes' : `${served}`,
    };
  } finally {
    await product.stop();
  }
}

async function atTheStart(): Promise<Record<string, string>> {
  using tiny = new SmallDisk(20);
  using readOnly = new SmallDisk(20);
  readOnly.readOnly();
  using emptied = new SmallDisk(1_000);
  const first = await startProduct({ CROSSOVER_HOME: emptied.home });
  await first.stop();
  emptied.fill();
  const full = await startedOn(emptied, FULL);
  emptied.empty();
  emptied.readOnly();
  return {
    'a start on a disk of 20 MB': await startedOn(tiny, FULL),
    'a start on a read-only disk': await startedOn(readOnly, UNWRITABLE),
    'a start on a home whose disk became full': full,
    'a start on a home that became read-only': await startedOn(emptied, UNWRITABLE),
  };
}

/** States of the machine: each is said in words, and the product goes on where it can. Needs root, for the disks. */
export async function states(say: (text: string) => void): Promise<BenchRow[]> {
  say('a disk that becomes full');
  const running = await fullWhileItRuns();
  say('starts on disks that are full or read-only');
  const all = { ...running, ...(await atTheStart()) };
  return Object.entries(all).map(([what, answer]) => ({
    ...{ what, value: answer === 'yes' ? 1 : 0, unit: '', base: answer === 'yes' ? '' : answer },
    bar: { text: 'yes', met: answer === 'yes' },
  }));
}
