import type { SourceFile } from '../workload/workload.ts';
import { codeFacts } from './syntax/code-facts.ts';
import type { Fact } from './syntax/fact.ts';
import { pythonEventFacts } from './syntax/python-event.ts';

/** A field that code reads of its event and that the event of a request does not have here. */
export interface MissingField {
  file: string;
  /** From 1. */
  line: number;
  /** e.g. `event.httpMethod` */
  field: string;
  /** The events that have it. */
  format: string;
  /** The field of the HTTP API event that says the same; null where none does. */
  instead: string | null;
}

interface Rule {
  field: RegExp;
  format: string;
  instead: string | null;
  /** Code that reads this, too, understands both formats. */
  unless: RegExp | null;
}

const REST = 'a REST API (format 1.0) or a load balancer';
const METHOD = /^event\.requestContext\.http\b/;
const PATH = /^event\.(rawPath|requestContext\.http\b)/;

/**
 * Fields of other events than the HTTP API's (format 2.0), from the vendor's pages: Lambda developer guide, "Working
 * with Lambda proxy integrations" and "ALB", and the pages of each event source.
 */
const RULES: readonly Rule[] = [
  {
    field: /^event\.(httpMethod|requestContext\.httpMethod)\b/,
    format: REST,
    instead: 'event.requestContext.http.method',
    unless: METHOD,
  },
  { field: /^event\.requestContext\.elb\b/, format: 'a load balancer', instead: null, unless: PATH },
  {
    field: /^event\.(path|resource|requestContext\.(path|resourcePath|resourceId))\b/,
    format: REST,
    instead: 'event.rawPath',
    unless: PATH,
  },
  {
    field: /^event\.multiValueHeaders\b/,
    format: REST,
    instead: 'event.headers',
    unless: /^event\.headers\b/,
  },
  {
    field: /^event\.multiValueQueryStringParameters\b/,
    format: REST,
    instead: 'event.queryStringParameters',
    unless: /^event\.(queryStringParameters|rawQueryString)\b/,
  },
  {
    field: /^event\.pathParameters\b/,
    format: 'a gateway with routes of its own',
    instead: 'event.rawPath',
    unless: PATH,
  },
  { field: /^event\.stageVariables\b/, format: 'a gateway with stages', instead: null, unless: null },
  {
    field: /^event\.requestContext\.identity\b/,
    format: REST,
    instead: 'event.requestContext.http.sourceIp',
    unless: METHOD,
  },
  {
    field: /^event\.requestContext\.authorizer\b/,
    format: 'a gateway with an authorizer',
    instead: null,
    unless: null,
  },
  {
    field: /^event\.requestContext\.(connectionId|eventType)\b/,
    format: 'a WebSocket API',
    instead: null,
    unless: METHOD,
  },
  {
    field: /^event\.Records\b/,
    format: 'a bucket, queue, topic, table or stream',
    instead: null,
    unless: PATH,
  },
  { field: /^event\.(detail-type|detail)\b/, format: 'EventBridge', instead: null, unless: PATH },
  { field: /^event\.awslogs\b/, format: 'CloudWatch Logs', instead: null, unless: PATH },
  { field: /^event\.(triggerSource|userPoolId)\b/, format: 'Cognito', instead: null, unless: PATH },
  {
    field: /^event\.(authorizationToken|methodArn)\b/,
    format: 'a gateway that asks an authorizer',
    instead: null,
    unless: PATH,
  },
];

/** What the event of a request has: handler-runtime.mjs and handler_runtime.py make it. */
const OURS =
  /^event\.(version|routeKey|rawPath|rawQueryString|cookies|headers|queryStringParameters|requestContext|body|isBase64Encoded)\b/;
const FIELD = /^event\.([\w$-]+)/;
/** Members that every object has, and an index of no fixed name. */
const EVERY_OBJECT = new Set(['toString', 'valueOf', 'hasOwnProperty', 'constructor', '*']);

/**
 * Fields of the event that the code reads although no request here has them: they would be undefined, and the run
 * would measure that. Code that reads the same from an HTTP API event, too, understands both and is left alone; a
 * field of no known event counts only where nothing of the HTTP API event is read. The first place of each field.
 * `files` have their types blanked, `handler` is the name of the export; a file that does not parse has none.
 */
export function missingEventFields(files: readonly SourceFile[], handler: string): MissingField[] {
  const read = files.flatMap((file) =>
    eventFacts(file, handler).map(({ text, line }) => ({ file: file.path, line, text })),
  );
  const has = (pattern: RegExp | null): boolean =>
    pattern !== null && read.some(({ text }) => pattern.test(text));
  const custom = !has(OURS);
  const found = new Map<string, MissingField>();
  for (const { file, line, text } of read) {
    const rule = RULES.find(({ field }) => field.test(text));
    const field = rule?.field.exec(text)?.[0] ?? FIELD.exec(text)?.[0];
    if (field === undefined || found.has(field)) continue;
    if (rule !== undefined && !has(rule.unless)) {
      found.set(field, { file, line, field, format: rule.format, instead: rule.instead });
    }
    if (rule === undefined && custom && !EVERY_OBJECT.has(field.slice('event.'.length))) {
      found.set(field, { file, line, field, format: 'an event of the caller’s own', instead: 'event.body' });
    }
  }
  return [...found.values()];
}

function eventFacts(file: SourceFile, handler: string): Fact[] {
  try {
    if (/\.py$/.test(file.path)) return pythonEventFacts(file.content, handler);
    if (!/\.[cm]?[jt]s$/.test(file.path)) return [];
    const facts = codeFacts(file.content, handler);
    return facts.filter(({ on, text }) => on === 'path' && FIELD.test(text));
  } catch {
    return []; // The deployment says what does not parse.
  }
}

/** One sentence for a reader before the run and above its verdict; null where nothing is missing. */
export function missingFieldWords(missing: readonly MissingField[]): string | null {
  const [first] = missing;
  if (first === undefined) return null;
  const names = missing.map(({ field }) => field).slice(0, MOST_NAMED);
  const more = missing.length > names.length ? ` and ${missing.length - names.length} more` : '';
  const are = missing.length === 1 ? 'is' : 'are';
  const instead = missing.flatMap((one) => (one.instead === null ? [] : [one.instead]));
  const remedy = instead.length > 0 ? ` Read ${[...new Set(instead)].join(', ')} instead.` : '';
  return `The code reads ${names.join(', ')}${more} (${first.file}:${first.line}), which ${first.format} sends. Requests here are events of an HTTP API (format 2.0), where ${are === 'is' ? 'it is' : 'they are'} undefined, so the run measures what the code does without ${missing.length === 1 ? 'it' : 'them'}.${remedy}`;
}

const MOST_NAMED = 4;
