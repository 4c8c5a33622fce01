import { CrossoverError } from '#lib/domain/errors.ts';
import type { ImageSource, ServerFile } from '#lib/domain/execution/container-options.ts';
import { baseLayer } from './base.ts';
import { assembleImage, IMAGE_ENVIRONMENT, type Image, refuseConflicts } from './image.ts';
import { PORT, serverProgram } from './program.ts';
import { type TarEntry, withParents } from './tar.ts';

type ServerSource = Extract<ImageSource, { kind: 'server' }>;

const yours = (code: string, message: string, remedy: string) =>
  new CrossoverError({ code, owner: 'yours', message, remedy });

/** @throws CrossoverError for a path that does not stay below its directory */
export function refuseEscapes(files: readonly { path: string }[]): void {
  const bad = files.find(
    ({ path }) => path.startsWith('/') || path.includes('\0') || /(^|\/)(\.{0,2})(\/|$)/.test(path),
  );
  if (bad === undefined) return;
  const message = `"${bad.path}" is no path of a file below the directory of the code.`;
  throw yours('file-path-not-allowed', message, 'Use relative paths without "..".');
}

export const bytesOf = ({ content, base64 }: ServerFile): Buffer =>
  Buffer.from(content, base64 ? 'base64' : 'utf8');

const ENVIRONMENT = [...IMAGE_ENVIRONMENT, `PORT=${PORT}`, 'PYTHONUNBUFFERED=1', 'PYTHONDONTWRITEBYTECODE=1'];

/** The image of a user's own server: its files in /var/task over the base of its runtime. */
export async function buildServerImage({ runtime, files, command }: ServerSource): Promise<Image> {
  if (command.length === 0) {
    throw yours(
      'command-missing',
      'No command starts the server.',
      'Say how it is started, e.g. node server.js.',
    );
  }
  refuseEscapes(files);
  refuseConflicts(files);
  const entries = files.map((file): TarEntry => {
    const mode = file.executable ? 0o755 : 0o644;
    return { path: `var/task/${file.path}`, kind: 'file', content: bytesOf(file), mode };
  });
  const all = withParents([...entries, { path: 'var/task', kind: 'directory' }]);
  return assembleImage(
    await baseLayer(runtime),
    all,
    command,
    serverProgram(command, '/var/task', ENVIRONMENT),
  );
}
