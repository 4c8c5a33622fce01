import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { CrossoverError } from '#lib/domain/errors.ts';
import type { ServerFile } from '#lib/domain/execution/container-options.ts';
import { checkoutId } from '../../../host/home.ts';
import { workloadTag } from '../../image/image.ts';
import { PORT, serverProgram } from '../../image/program.ts';
import { bytesOf } from '../../image/server-image.ts';
import { type TarEntry, tarStream, withParents } from '../../image/tar.ts';
import type { BuiltImage } from '../engine.ts';

/** What a step of a Dockerfile may use; it has no network, as the containers have none. */
const LIMITS = { memory: 2 * 1024 ** 3, cpuperiod: 100_000, cpuquota: 200_000, networkmode: 'none' } as const;

const failed = (detail: string) =>
  new CrossoverError({
    code: 'build-failed',
    owner: 'yours',
    message: 'The engine could not build the Dockerfile.',
    remedy: 'Correct the step the detail names. The build has no network: base images must be in the engine.',
    detail: detail.slice(-4_000),
  });

const contextOf = (files: readonly ServerFile[]): TarEntry[] =>
  withParents(
    files.map((file) => ({
      ...{ path: file.path, kind: 'file' as const, content: bytesOf(file) },
      mode: file.executable ? 0o755 : 0o644,
    })),
  );

/** Reads what the builder says; a failure is a line of it. */
async function follow(answer: NodeJS.ReadableStream): Promise<void> {
  let said = '';
  for await (const chunk of answer) said = (said + String(chunk)).slice(-65_536);
  const lines = said.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as { stream?: string; error?: string }];
    } catch {
      return [];
    }
  });
  if (!lines.some(({ error }) => error !== undefined)) return;
  throw failed(lines.map(({ stream, error }) => stream ?? `${error ?? ''}\n`).join(''));
}

const portOf = (ports: object | undefined): number =>
  Number(/^(\d+)/.exec(Object.keys(ports ?? {})[0] ?? '')?.[1] ?? PORT);

async function describe(docker: Docker, tag: string): Promise<Omit<BuiltImage, 'installed'>> {
  const { Config, RootFS, Size, Id } = await docker.getImage(tag).inspect();
  const entrypoint = [Config.Entrypoint ?? []].flat();
  const command = [...entrypoint, ...(Config.Cmd ?? [])];
  if (command.length === 0) throw failed('The image does not say what it starts (no ENTRYPOINT and no CMD).');
  const port = portOf(Config.ExposedPorts);
  const environment = [...(Config.Env ?? []), `PORT=${port}`];
  return {
    program: serverProgram(command, Config.WorkingDir || '/', environment, port),
    ...{ digest: Id, codeBytes: Size, baseBytes: 0, layers: RootFS?.Layers?.length ?? 0 },
  };
}

/** Builds a Dockerfile in the engine. @throws CrossoverError `build-failed` */
export async function buildDockerfile(
  docker: Docker,
  files: readonly ServerFile[],
): Promise<Omit<BuiltImage, 'installed'> & { tag: string }> {
  if (!files.some(({ path }) => path === 'Dockerfile')) throw failed('There is no file named "Dockerfile".');
  const tag = workloadTag(randomBytes(8).toString('hex'));
  const labels = { 'crossover.checkout': checkoutId };
  const context = Readable.from(tarStream(contextOf(files)));
  const answer = await docker
    .buildImage(context, { t: tag, labels, forcerm: true, ...LIMITS })
    .catch((error: Error) => {
      throw failed(error.message);
    });
  await follow(answer);
  return { tag, ...(await describe(docker, tag)) };
}
