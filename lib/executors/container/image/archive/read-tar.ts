import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { type Extract, extract } from 'tar-stream';
import { CrossoverError } from '#lib/domain/errors.ts';
import { isDiskFull } from '../../../host/full-disk.ts';
import { refused } from './problem.ts';

/** One entry of a tar: what it says and its content, which must be read or resumed. */
export type Entry = Extract extends AsyncIterable<infer E> ? E : never;

/** What was thrown: what is ours already stays, a full disk too; anything else means that it cannot be read. */
export const readError = (error: unknown, what: string): unknown =>
  error instanceof CrossoverError || isDiskFull(error)
    ? error
    : refused(`${what} cannot be read.`, String(error));

/** Goes through a tar file entry by entry. @throws CrossoverError of `take`, or that `what` cannot be read */
export async function readTar(
  path: string,
  what: string,
  take: (entry: Entry) => Promise<void>,
): Promise<void> {
  const reader = extract();
  const reading = (async () => {
    for await (const entry of reader) await take(entry);
  })();
  reading.catch((error: Error) => reader.destroy(error));
  try {
    await pipeline(createReadStream(path), reader);
    await reading;
  } catch (error) {
    // The stream only says that it was closed; why is what the reading threw.
    const cause = await reading.then(
      () => error,
      (why: unknown) => why,
    );
    throw readError(cause, what);
  }
}
