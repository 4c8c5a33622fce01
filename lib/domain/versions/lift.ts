import { z } from 'zod';
import { CrossoverError } from '../errors.ts';

/** A stored document whose shape is known only by its version. */
export type StoredDocument = Readonly<Record<string, unknown>>;

/** Gives a document of one version the shape of the next; what the old one never said becomes null, never a guess. */
export type Step = (document: StoredDocument) => StoredDocument;

/** A kind of document that is stored, with the way from each of its versions to the newest. */
export interface Versioned<T> {
  /** For messages: "report", "plan", "workload". */
  name: string;
  /** The first lifts version 1 to 2, the second 2 to 3: the newest version is one more than there are steps. */
  steps: readonly Step[];
  /** The newest version, whole. */
  schema: z.ZodType<T>;
}

/** Any document that says its version, or none: then it is of version 1. */
export const VersionedDocument = z.looseObject({
  version: z.number().int().min(1, 'Versions begin at 1.').default(1),
});
export type VersionedDocument = z.infer<typeof VersionedDocument>;

/** The version that is written today. */
export const newestVersion = ({ steps }: Pick<Versioned<unknown>, 'steps'>): number => steps.length + 1;

/** A document as it is stored: it says its version, so that a later Crossover knows what it means. */
export const stored = <T extends object>(kind: Versioned<T>, document: T): T & { version: number } => ({
  ...document,
  version: newestVersion(kind),
});

/**
 * A document in the shape of the newest version, unchecked.
 * @throws CrossoverError `stored-by-newer-version` for a version that this Crossover does not know
 */
export function toNewest(
  kind: Pick<Versioned<unknown>, 'name' | 'steps'>,
  document: VersionedDocument,
): VersionedDocument {
  const newest = newestVersion(kind);
  if (document.version > newest) throw fromTheFuture(kind.name, document.version, newest);
  const shaped = kind.steps
    .slice(document.version - 1)
    .reduce<StoredDocument>((older, step) => step(older), document);
  return { ...shaped, version: newest };
}

/**
 * A stored document of any version in the newest shape, checked. One without a version is of version 1.
 * @throws CrossoverError `stored-by-newer-version`, or `stored-unreadable` for what is not such a document
 */
export function lift<T>(kind: Versioned<T>, document: unknown): T {
  try {
    return kind.schema.parse(toNewest(kind, VersionedDocument.parse(document)));
  } catch (error) {
    throw error instanceof z.ZodError ? unreadable(kind.name, error) : error;
  }
}

function fromTheFuture(name: string, version: number, newest: number): CrossoverError {
  return new CrossoverError({
    code: 'stored-by-newer-version',
    owner: 'yours',
    message: `The ${name} has version ${version}; this Crossover reads versions up to ${newest}.`,
    remedy: 'Update Crossover: a newer one wrote it.',
  });
}

function unreadable(name: string, cause: z.ZodError): CrossoverError {
  const places = cause.issues.map(({ path, message }) => `${path.join('.') || 'the whole'}: ${message}`);
  return new CrossoverError(
    {
      code: 'stored-unreadable',
      owner: 'ours',
      message: `The stored ${name} cannot be read (${places.slice(0, 3).join('; ')}).`,
      remedy: 'Please report this with the detail below. What is stored stays as it is.',
      detail: places.join('\n'),
    },
    { cause },
  );
}
