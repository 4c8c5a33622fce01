import { dockerdInstalled, startDockerd } from '#lib/executors/container/testing/dockerd.ts';
import { atMost, type Bench, type BenchRow } from '../bench.ts';
import { attacksInside } from './attacks.ts';
import { ran } from './docker.ts';
import { figureRows } from './figures.ts';
import { buildImage } from './image.ts';
import { killed, stoppedAndUpgraded } from './life.ts';
import { rightsRows } from './rights.ts';
import { Compose } from './stack.ts';
import { troubleRows } from './trouble.ts';

const IMAGE = 'crossover-bench';

/** The engine of DOCKER_HOST or of this machine where one answers, else one of the bench's own, whose images go with it. */
async function openEngine(say: (text: string) => void): Promise<AsyncDisposable> {
  if ((await ran('docker', ['info'])).code === 0) return { [Symbol.asyncDispose]: async () => {} };
  if (!(await dockerdInstalled())) throw new Error('No Docker answers, and there is no dockerd to start.');
  say('Starting a Docker engine …');
  const daemon = await startDockerd({ bridge: '172.31.240.1/24' });
  process.env.DOCKER_HOST = daemon.host;
  return daemon;
}

/** `blog` on both sides by the command line in the image; exit code 0 or 3, and what doctor says of the place. */
async function blog(compose: Compose, say: (text: string) => void): Promise<BenchRow[]> {
  say('Running blog on both sides inside …');
  const run = await compose.tried('run', '--sample', 'blog', '--seconds', '10', '--json');
  const isReport = run.stdout.trimStart().startsWith('{');
  const named = run.stdout.includes('"surroundings"');
  return [
    {
      ...{ what: 'crossover run --sample blog, exit code', value: run.code, unit: '' },
      ...{ base: isReport ? '' : (run.stdout + run.stderr).slice(-500) },
      bar: { text: '0 or 3', met: isReport && (run.code === 0 || run.code === 3) },
    },
    {
      ...{ what: 'its report names the container', value: named ? 1 : 0, unit: '' },
      bar: { text: 'yes', met: named },
    },
  ];
}

export const composeBench: Bench = {
  description:
    'The product in Docker by compose.yaml: rights, figures beside Linux itself, attacks, kill -9, upgrade',
  async run(say) {
    await using _engine = await openEngine(say);
    const image = await buildImage(IMAGE, say);
    await using compose = await Compose.open(IMAGE);
    say(`Starting it by ${compose.command.join(' ')} …`);
    const first = await compose.up();
    const rows: BenchRow[] = [
      { what: 'build of the image', value: image.seconds, unit: 's' },
      {
        what: 'size of the image',
        value: image.megabytes,
        unit: 'MB',
        bar: atMost(image.megabytes, 900, ' MB'),
      },
      { what: 'first start, with an empty volume', value: first / 1_000, unit: 's' },
    ];
    rows.push(...(await blog(compose, say)));
    rows.push(...(await figureRows(compose, say)));
    rows.push(...(await attacksInside(compose, say)));
    rows.push(...(await killed(compose, say)));
    rows.push(...(await stoppedAndUpgraded(compose, IMAGE, say)));
    rows.push(...(await troubleRows(IMAGE, say)));
    return [...rows, ...(await rightsRows(IMAGE, say))];
  },
};
