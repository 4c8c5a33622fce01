import type { SourceFile } from '../workload/workload.ts';
import { codeFacts } from './syntax/code-facts.ts';
import type { Fact } from './syntax/fact.ts';

/** Where code answers otherwise than by the value it returns. */
export interface CallbackPlace {
  file: string;
  /** From 1. */
  line: number;
}

const answersLater = ({ on, text }: Fact): boolean =>
  (on === 'shape' && text === 'callback-handler') ||
  (on === 'path' && /^context\.(succeed|done|fail)\b/.test(text));

/**
 * The first place where the handler takes a callback or uses `context.succeed`, `done` or `fail`; null without one.
 * `files` have their types blanked, `handler` is the name of the export.
 */
export function callbackPlace(files: readonly SourceFile[], handler: string): CallbackPlace | null {
  for (const { path, content } of files.filter((file) => /\.[cm]?[jt]s$/.test(file.path))) {
    const [first] = factsOf(content, handler)
      .filter(answersLater)
      .toSorted((a, b) => a.line - b.line);
    if (first !== undefined) return { file: path, line: first.line };
  }
  return null;
}

function factsOf(content: string, handler: string): Fact[] {
  try {
    return codeFacts(content, handler);
  } catch {
    return []; // The deployment says what does not parse.
  }
}

/** From AWS Lambda's page on its Node runtimes: "Callback-based function handlers" end with Node 24. */
export const callbackWords = (place: CallbackPlace | null): string | null =>
  place === null
    ? null
    : `The handler answers by a callback or a method of its context (${place.file}:${place.line}). AWS Lambda takes such answers up to Node 22 and refuses them from Node 24: return a promise there. This run takes them on both sides.`;
