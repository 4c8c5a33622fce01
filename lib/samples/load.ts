import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { z } from 'zod';
import { CrossoverError } from '#lib/domain/errors.ts';
import { decodeText } from '#lib/domain/text/decode.ts';
import { FILE_JSON_LIMITS, parseJson } from '#lib/domain/text/json.ts';
import { toNewest, VersionedDocument } from '#lib/domain/versions/lift.ts';
import { workloadVersions } from '#lib/domain/workload/versions/versions.ts';
import { type SourceFile, Workload, WorkloadFile } from '#lib/domain/workload/workload.ts';
import { isSample, SAMPLES, type SampleSlug } from './samples.ts';

const HERE = dirname(fileURLToPath(import.meta.url));
/** A workload.json holds a description, a code file at most 1,000,000 characters of up to 4 bytes. */
const MOST_BYTES = { description: 1024 * 1024, code: 4_000_000 };

/**
 * A workload.json and the code it names, as one Workload.
 * @throws CrossoverError (yours) that names the file and the field; code outside of the folder is refused,
 * also when a symbolic link leads there.
 */
export function loadWorkloadFile(path: string): Workload {
  const document = checked(VersionedDocument, readJson(path), path);
  const described = checked(WorkloadFile, toNewest(workloadVersions, document), path);
  const { $schema: _, version: __, variants, ...rest } = described;
  const withFiles = (code: WorkloadFile['code']) => ({
    ...code,
    files: code.files.map((name) => readCode(path, name)),
  });
  const all = variants && { variants: variants.map(withFiles) };
  return checked(Workload, { ...rest, ...all, code: withFiles(described.code) }, path);
}

/** @throws CrossoverError (yours) when there is no such sample. */
export function loadSample(slug: string): Workload {
  if (isSample(slug)) return loadWorkloadFile(join(HERE, slug, 'workload.json'));
  throw problem(
    'no-such-sample',
    `There is no sample called "${slug}".`,
    `Use one of: ${SAMPLES.join(', ')}.`,
  );
}

/** Every sample with its code, in the order they are offered. */
export const listSamples = (): { slug: SampleSlug; workload: Workload }[] =>
  SAMPLES.map((slug) => ({ slug, workload: loadSample(slug) }));

function problem(code: string, message: string, remedy: string, cause?: unknown): CrossoverError {
  return new CrossoverError({ code, owner: 'yours', message, remedy }, { cause });
}

function readJson(path: string): unknown {
  const text = decodeText(readBytes(path, MOST_BYTES.description, `${path} cannot be read`));
  try {
    return parseJson(text, FILE_JSON_LIMITS);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw problem('workload-file-invalid', `${path} is not JSON: ${why}.`, 'Correct the file.', cause);
  }
}

function checked<T>(schema: z.ZodType<T>, value: unknown, path: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues.map(
    ({ path: at, message }) => `${at.join('.') || 'the whole'}: ${message}`,
  );
  throw problem(
    'workload-file-invalid',
    `${path} is not a workload. ${issues.join(' ')}`,
    'Correct the named fields; public/schemas/workload.schema.json describes them all.',
    result.error,
  );
}

/** The schema refuses names with ".."; a link is the other way out. */
function readCode(workloadPath: string, name: string): SourceFile {
  const folder = realpathSync(dirname(workloadPath));
  const path = join(folder, name);
  const missing = `${workloadPath}, code.files: ${name} cannot be read`;
  const real = resolved(path, missing);
  if (!real.startsWith(`${folder}${sep}`)) {
    throw problem(
      'workload-code-escapes',
      `${workloadPath}, code.files: ${name} leads out of its folder.`,
      'Put a copy of the file beside the workload.json.',
    );
  }
  return { path: name, content: readBytes(real, MOST_BYTES.code, missing).toString('utf8') };
}

function resolved(path: string, missing: string): string {
  try {
    return realpathSync(path);
  } catch (cause) {
    throw unreadable(missing, cause);
  }
}

function readBytes(path: string, most: number, missing: string): Buffer {
  try {
    const info = statSync(path);
    // Reading a device or a pipe could block for ever.
    if (!info.isFile()) throw new Error('it is not a file');
    if (info.size > most) throw new Error(`it has ${info.size} bytes, at most ${most} are read`);
    return readFileSync(path);
  } catch (cause) {
    throw unreadable(missing, cause);
  }
}

const unreadable = (missing: string, cause: unknown): CrossoverError =>
  problem(
    'workload-file-unreadable',
    `${missing}: ${cause instanceof Error ? cause.message : String(cause)}.`,
    'Check the name and that the file exists.',
    cause,
  );
