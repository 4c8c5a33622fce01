import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { processesOf } from '#lib/cli/testing/processes.ts';
import { dockerAt } from '#lib/executors/container/engines/docker/client.ts';
import type { Dockerd } from '#lib/executors/container/testing/dockerd.ts';
import type { House } from './house.ts';

/** Everything below a directory; what vanishes meanwhile is not there. */
function below(directory: string, depth: number): string[] {
  try {
    return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
      const path = join(directory, entry.name);
      return entry.isDirectory() && depth > 0 ? [path, ...below(path, depth - 1)] : [path];
    });
  } catch {
    return [];
  }
}

const isSocket = (path: string): boolean => {
  try {
    return lstatSync(path).isSocket();
  } catch {
    return false;
  }
};

/** Everything that is left of a product that was stopped, each as "kind: name". */
export async function remains({ product, labels }: House, dockerd: Dockerd): Promise<string[]> {
  const { home } = product;
  const groups = below('/sys/fs/cgroup', 6).filter((path) =>
    [...labels].some((label) => path.includes(label)),
  );
  const files = below(home, 3);
  const docker = await dockerAt(dockerd.host.replace('unix://', '')).listContainers({ all: true });
  return [
    ...processesOf(product).map(
      (pid) => `process: ${pid} ${readFileSync(`/proc/${pid}/cmdline`, 'utf8').slice(0, 80)}`,
    ),
    ...readFileSync('/proc/self/mounts', 'utf8')
      .split('\n')
      .filter((line) => line.includes(home))
      .map((line) => `mount: ${line}`),
    ...groups.map((path) => `group: ${path}`),
    ...files.filter(isSocket).map((path) => `socket: ${path}`),
    ...files.filter((path) => /\/(run-)?\d+-\w+$/.test(path)).map((path) => `directory: ${path}`),
    ...below(join(home, 'tmp'), 0).map((path) => `temporary file: ${path}`),
    ...docker.map(({ Names }) => `container: ${Names.join(' ')}`),
  ];
}
