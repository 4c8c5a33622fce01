import { LATEST } from './configuration.ts';

/** Where our functions pretend to be: clients insist on a region and an account. */
export const REGION = 'us-east-1';
export const ACCOUNT = '000000000000';

export interface FunctionReference {
  name: string;
  qualifier: string;
}

const NAME = '([a-zA-Z0-9-_]{1,64})';
const QUALIFIER = '(?::(\\$LATEST|[a-zA-Z0-9-_]{1,128}))?';
/** A name, a partial ARN (account:function:name, account:name) or a whole one, each with or without a qualifier. */
const REFERENCE = new RegExp(
  `^(?:arn:aws[a-zA-Z-]*:lambda:[a-z0-9-]+:)?(?:\\d{12}:)?(?:function:)?${NAME}${QUALIFIER}$`,
);

/**
 * What a caller means by a function name and, separately, a qualifier.
 * Null when it is no name at all or when the two qualifiers contradict each other.
 */
export function parseReference(text: string, qualifier?: string): FunctionReference | null {
  const [, name, own] = REFERENCE.exec(text) ?? [];
  if (name === undefined) return null;
  if (own !== undefined && qualifier !== undefined && own !== qualifier) return null;
  return { name, qualifier: own ?? qualifier ?? LATEST };
}

/** The ARN of a function, with a qualifier unless it is the unqualified one. */
export const arnOf = (name: string, qualifier: string | null = null): string =>
  `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}${qualifier === null ? '' : `:${qualifier}`}`;
