import { assessLockIn } from '../assess.ts';

/** What is found in one file. */
export const read = (content: string, path = 'handler.js') => assessLockIn([{ path, content }]);

/** The same as lines and services, e.g. `2 Lambda handler`. */
export const seen = (content: string, path?: string) =>
  read(content, path).findings.map((finding) => `${finding.line} ${finding.service}`);
