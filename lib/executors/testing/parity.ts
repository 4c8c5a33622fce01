import type { Bundle } from '#lib/domain/execution/executor.ts';
import type { WorkloadRuntime } from '#lib/domain/workload/runtime.ts';

/** Ways in which the same code is run; `container` by whatever engine. */
export type Way = 'frames' | 'prestarted' | 'runtime-api' | 'container';

/** Everything a handler can read of how it was started, by its name. */
export type Seen = Readonly<Record<string, unknown>>;

const NODE = `const fs = require('node:fs');
exports.handler = async () => ({
  environment: { ...process.env },
  flags: process.execArgv,
  arguments: process.argv.slice(2),
  heap: require('node:v8').getHeapStatistics().heap_size_limit,
  directory: process.cwd(),
  zone: [Intl.DateTimeFormat().resolvedOptions().timeZone, new Date(2026, 6, 1, 12).toISOString()],
  locale: Intl.DateTimeFormat().resolvedOptions().locale,
  limits: fs.readFileSync('/proc/self/limits', 'utf8'),
  umask: /^Umask:\\s*(.*)$/m.exec(fs.readFileSync('/proc/self/status', 'utf8'))[1],
  here: [__filename, fs.readdirSync(process.env.LAMBDA_TASK_ROOT)],
  globals: Object.getOwnPropertyNames(globalThis).filter((name) => name !== 'awslambda').sort(),
});`;

const PYTHON = `import locale, os, sys, time
def read(path):
    with open(path) as file: return file.read()
def handler(event, context):
    from zoneinfo import ZoneInfo
    status = dict(line.split(':', 1) for line in read('/proc/self/status').splitlines())
    return {'environment': dict(os.environ), 'flags': str(sys.flags), 'arguments': sys.argv[1:],
            'directory': os.getcwd(), 'zone': [time.tzname, time.mktime((2026, 7, 1, 12, 0, 0, 0, 0, -1)),
            str(ZoneInfo('Asia/Kolkata'))], 'locale': [locale.getpreferredencoding(), sys.stdout.encoding],
            'limits': read('/proc/self/limits'), 'umask': status['Umask'].strip(),
            'here': [__file__, os.listdir(os.environ['LAMBDA_TASK_ROOT'])],
            'ours': [name for name in ('handler_runtime', 'user_code', 'http_wire') if name in sys.modules]}`;

/** A handler that gives everything it sees. */
export const probe = (runtime: WorkloadRuntime): Bundle => {
  const entry = runtime === 'nodejs' ? 'index.js' : 'index.py';
  return {
    entry,
    handler: 'handler',
    files: [{ path: entry, content: runtime === 'nodejs' ? NODE : PYTHON }],
  };
};

const limitsOf = (table: string): [string, string][] =>
  table
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [name = '', ...values] = line.trim().split(/\s{2,}/);
      return [`limit: ${name}`, values.slice(0, 2).join(' / ')];
    });

/** What the probe answered, a name a fact. */
export function seenBy(answer: unknown): Seen {
  const { environment, limits, ...rest } = answer as { environment: Seen; limits: string };
  const variables = Object.entries(environment).map(([name, value]) => [`variable: ${name}`, value]);
  return { ...rest, ...Object.fromEntries(variables), ...Object.fromEntries(limitsOf(limits)) };
}

interface Allowed {
  name: RegExp;
  /** In which ways it differs from frames. */
  ways: readonly Way[];
  because: string;
}

/** All that may differ from one way to another. What is not in here must be the same everywhere. */
export const ALLOWED: readonly Allowed[] = [
  {
    name: /^variable: AWS_LAMBDA_LOG_STREAM_NAME$/,
    ways: ['prestarted', 'runtime-api', 'container'],
    because: 'Each environment and each replica has a log of its own.',
  },
  {
    name: /^variable: _X_AMZN_TRACE_ID$/,
    ways: ['runtime-api'],
    because: 'Traces belong to the Lambda API; a comparison asks for none.',
  },
  {
    name: /^variable: SSL_CERT_FILE$/,
    ways: ['container'],
    because: 'A container may reach the network; a sandbox has none and so no certificate authorities.',
  },
  {
    name: /^limit: Max open files$/,
    ways: ['container'],
    because: 'AWS Lambda allows 1,024; a replica serves up to 200 requests at once.',
  },
  {
    name: /^limit: Max processes$/,
    ways: ['runtime-api', 'container'],
    because: 'AWS Lambda allows 1,024, a comparison 256, and a container is limited by its control group.',
  },
];

/** Variables and limits that Docker and Podman set beside what they are told. */
export const BY_DAEMON: readonly Allowed[] = [
  {
    name: /^variable: (HOSTNAME|container|TERM)$/,
    ways: ['container'],
    because: 'The daemon names the container in it.',
  },
  {
    name: /^limit: Max (pending signals|locked memory|processes|stack size|realtime \w+|file locks)$/,
    ways: ['container'],
    because: 'Inherited from the daemon, not from the engine.',
  },
];

const allows = (table: readonly Allowed[], name: string, way: Way): boolean =>
  table.some((entry) => entry.name.test(name) && entry.ways.includes(way));

/** What differs between two ways and may not: `name: a, b`. */
export function differences(frames: Seen, other: Seen, way: Way, table = ALLOWED): string[] {
  const names = new Set([...Object.keys(frames), ...Object.keys(other)]);
  return [...names]
    .filter((name) => !allows(table, name, way))
    .filter((name) => JSON.stringify(frames[name]) !== JSON.stringify(other[name]))
    .map((name) => `${name}: ${JSON.stringify(frames[name])}, ${JSON.stringify(other[name])}`);
}
