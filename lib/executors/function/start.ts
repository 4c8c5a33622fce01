import type { DeploySpec } from '#lib/domain/execution/executor.ts';
import { cpusOf } from '#lib/domain/functions/limits.ts';
import type { Ms } from '#lib/domain/units.ts';
import { TASK_ROOT, type Task, taskEnvironment } from '../source/task-environment.ts';
import type { CodeCache } from './code-cache.ts';
import type { Ground } from './ground.ts';
import { Environment } from './pool/environment.ts';
import type { Outgoing } from './protocol/messages.ts';
import { environmentOf } from './sandbox/argv.ts';
import type { Blank } from './sandbox/blank.ts';
import type { FileTree } from './sandbox/file-tree.ts';
import { type OpenedSandbox, openSandbox } from './sandbox/open.ts';
import type { Stock } from './sandbox/stock.ts';
import type { Wrapper } from './wrapper.ts';

export interface Start {
  ground: Ground;
  /** Unique on this machine. */
  id: string;
  code: FileTree;
  /** Of the bundle, as the code is told of it. */
  task: Pick<Task, 'version' | 'handler' | 'execution'>;
  spec: DeploySpec;
  initTimeout: Ms;
  changed: () => void;
  /** Where pre-started sandboxes are taken from. */
  stock: Stock;
  /** Cached data of this function's code; made and used only with a stock. */
  codeCache: CodeCache;
  /** What loads the code; null for Node, the only one that sandboxes are pre-started with. */
  wrapper: Wrapper | null;
}

/** Variables that a program reads when it starts: a sandbox that runs already would not obey them. */
const READ_AT_START = /^(NODE_|LD_|UV_|LC_|LANG|TZ$|ICU_|OPENSSL_|SSL_|MALLOC_|GLIBC_)/;

/** A pre-started sandbox with this function in it, or null when there is none or it needs one of its own. */
function fromStock({ stock, spec, code, codeCache, wrapper }: Start): Blank | null {
  if (wrapper !== null) return null;
  if (Object.keys(spec.environment).some((name) => READ_AT_START.test(name))) return null;
  const blank = stock.take(spec.memory);
  try {
    blank?.fill({ code, services: spec.services, cache: codeCache.tree });
    return blank;
  } catch {
    // A socket on another file system, say, cannot be linked.
    void blank?.end();
    return null;
  }
}

/** What says how a module is to be read: its ending, else the package.json above it. */
function plain({ bundle: { entry, files, sourceMaps } }: DeploySpec): { plain?: true } {
  // Node reads a map as it loads the file itself.
  if (sourceMaps) return {};
  const told = files.some(({ path }) => path === 'package.json' || path.endsWith('/package.json'));
  return /\.c?js$/.test(entry) && !told ? { plain: true } : {};
}

const environment = ({ id, task, spec }: Start): Record<string, string> =>
  taskEnvironment({ ...task, id, name: spec.name, memory: spec.memory }, spec.environment);

function initOf(start: Start, prestarted: boolean): Extract<Outgoing, { type: 'init' }> {
  const { spec, codeCache } = start;
  const { entry, handler } = spec.bundle;
  const { memory, name, services } = spec;
  return {
    ...{ type: 'init', dir: TASK_ROOT, entry, handler, functionName: name, memoryMiB: memory },
    ...(spec.bundle.sourceMaps ? { sourceMaps: true } : {}),
    ...(prestarted
      ? {
          environment: environmentOf({ environment: environment(start), services }),
          ...(codeCache.use && !spec.bundle.sourceMaps ? { codeCache: codeCache.use } : plain(spec)),
        }
      : {}),
  };
}

function open(start: Start): OpenedSandbox {
  const { ground, id, code, spec, wrapper } = start;
  const { memory, services } = spec;
  const program = wrapper === null ? {} : { wrapper };
  const told = { services, environment: environment(start) };
  return openSandbox({ ground, id, memory, codeDirectory: code.root, ...told, ...program });
}

/**
 * Starts a sandbox for one environment, or takes a pre-started one; its `load` says when the code is ready.
 * @throws CrossoverError `machine-memory`, `machine-processes`, `too-many-environments`, `sandbox-not-started`; nothing is left behind then.
 */
export function startEnvironment(start: Start): Environment {
  const startedAt = performance.now();
  const blank = fromStock(start);
  const { sandbox, group, freezer, room, release } = blank?.opened ?? open(start);
  const { id, spec, initTimeout, changed } = start;
  const prestarted = blank !== null;
  const environment: Environment = new Environment(
    {
      ...{
        id,
        startedAt,
        memory: spec.memory,
        cpus: cpusOf(spec.memory),
        initTimeout,
        group,
        freezer,
        room,
        changed,
      },
      ...{ prestarted, init: initOf(start, prestarted) },
      ...(prestarted ? { rested: () => start.codeCache.askWhenCalm(environment) } : {}),
      release: () => {
        release();
        void blank?.remove();
      },
    },
    sandbox,
  );
  return environment;
}
