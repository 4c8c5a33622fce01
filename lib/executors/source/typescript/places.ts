import { posix } from 'node:path';
import { z } from 'zod';
import { withoutMark } from '#lib/domain/text/decode.ts';
import { parseJson } from '#lib/domain/text/json.ts';
import type { SourceFile } from '#lib/domain/workload/workload.ts';

/** What of a tsconfig.json decides where imports lead. */
const TsConfig = z.object({
  compilerOptions: z
    .object({
      baseUrl: z.string().optional(),
      paths: z.record(z.string(), z.array(z.string())).optional(),
    })
    .default({}),
});

export interface Settings {
  /** The file as it is; esbuild takes from it how classes, decorators and the rest are meant. */
  raw: string;
  directory: string;
  baseUrl: string | null;
  paths: Readonly<Record<string, readonly string[]>>;
}

/** A text that is not closed ends the search: to look for its end from every sign of it would take for ever. */
const TEXT = String.raw`("(?:\\[\s\S]|[^"\\])*(?:"|\\?$))`;
const COMMENTS = new RegExp(String.raw`${TEXT}|\/\/.*|\/\*[\s\S]*?(?:\*\/|$)`, 'g');
const LAST_COMMAS = new RegExp(String.raw`${TEXT}|,(?=\s*[}\]])`, 'g');

/** JSON with a byte-order mark, comments and commas before closing brackets, as tsconfig.json may have; texts stay as they are. */
const plainJson = (text: string): string =>
  withoutMark(text).replace(COMMENTS, '$1').replace(LAST_COMMAS, '$1');

function parsed(content: string): z.infer<typeof TsConfig> | null {
  try {
    return TsConfig.parse(parseJson(plainJson(content)));
  } catch {
    return null;
  }
}

/** Of the tsconfig.json nearest above a file. One that cannot be read counts as none. */
export function settingsOf(path: string, files: readonly SourceFile[]): Settings {
  for (let directory = posix.dirname(path); ; directory = posix.dirname(directory)) {
    const place = posix.join(directory, 'tsconfig.json');
    const found = files.find((file) => file.path === place);
    const config = found === undefined ? null : parsed(found.content);
    if (found !== undefined && config !== null) {
      const { baseUrl = null, paths = {} } = config.compilerOptions;
      return { raw: plainJson(found.content), directory, baseUrl, paths };
    }
    if (directory === '.') return { raw: '{}', directory, baseUrl: null, paths: {} };
  }
}

/** In the order in which TypeScript tries them: `./a.js` in the source may be the file a.ts. */
function candidates(place: string): string[] {
  const stem = place.replace(/\.([cm]?)js$/, '.$1ts');
  const endings = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs', '.json'];
  const index = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'].map((ending) => `${place}/index${ending}`);
  return [stem, place, ...endings.map((ending) => place + ending), ...index].map(posix.normalize);
}

/** What `paths` and `baseUrl` make of a specifier, below the root of the package. */
function mapped(specifier: string, { directory, baseUrl, paths }: Settings): string[] {
  const base = posix.join(directory, baseUrl ?? '.');
  const places = Object.entries(paths).flatMap(([pattern, targets]) => {
    const [before = '', after] = pattern.split('*');
    if (after === undefined) return specifier === pattern ? targets : [];
    if (!specifier.startsWith(before) || !specifier.endsWith(after)) return [];
    const rest = specifier.slice(before.length, specifier.length - after.length);
    return targets.map((target) => target.replace('*', () => rest));
  });
  return [...places, ...(baseUrl === null ? [] : [specifier])].map((place) => posix.join(base, place));
}

/** The file of the package that a specifier in `from` means; null for a package or what is not there. */
export function fileMeant(specifier: string, from: string, files: ReadonlySet<string>, settings: Settings) {
  const relative = /^\.\.?(\/|$)/.test(specifier);
  const places = relative ? [posix.join(posix.dirname(from), specifier)] : mapped(specifier, settings);
  return places.flatMap(candidates).find((place) => files.has(place)) ?? null;
}
