import { assessLockIn } from '../assess.ts';

/** What is found in one file. */
export const read = (content: string, path = 'handler.js') => assessLockIn([{ path, content }]);

/** The same as lines and services, e.g. `2 DynamoDB`; of the adapter each of its places, e.g. `2 Lambda handler`. */
export const seen = (content: string, path?: string) =>
  read(content, path).findings.flatMap(({ line, service, places }) =>
    (places ?? [{ line, part: service }]).map((place) => `${place.line} ${place.part}`),
  );
