import { toProblem } from '#lib/domain/errors.ts';
import { readEnv } from '#lib/server/env.ts';
import { accessToken, openTo } from './access-token.ts';
import { ensureBuild } from './build.ts';
import { capabilityLines } from './capability-lines.ts';
import { takeInstanceLock } from './instance-lock.ts';
import { assertCanListen } from './port.ts';
import { superviseDatabase } from './supervise-database.ts';
import { superviseEngine } from './supervise-engine.ts';
import { superviseWeb } from './web-child.ts';

/** Starts and supervises Postgres, engine and web; stops all three on Ctrl-C. */
const say = (text: string) => console.log(text);
const stack = new AsyncDisposableStack();
let stopping = false;

async function stop(code: number): Promise<never> {
  if (stopping) return new Promise(() => {});
  stopping = true;
  await stack.disposeAsync().catch((error: unknown) => console.error(toProblem(error).message));
  process.exit(code);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (!stopping) say('\nStopping.');
    void stop(0);
  });
}

async function start(): Promise<void> {
  const env = readEnv();
  stack.defer(takeInstanceLock());
  const host = env.CROSSOVER_HOST;
  await assertCanListen({ host, port: env.CROSSOVER_PORT });
  const connecting = superviseDatabase(env.DATABASE_URL, say);
  // Registered before it is there, so that a Ctrl-C during the start leaves no Postgres behind.
  stack.defer(async () => (await connecting.catch(() => null))?.stop());
  const database = await connecting;
  const starting = superviseEngine(database.url, say);
  // It is there long before the pages are built.
  stack.defer(async () => (await starting.catch(() => null))?.stop());
  const [engine] = await Promise.all([starting, ensureBuild(say)]);
  const token = accessToken(env);
  const web = await superviseWeb(
    {
      databaseUrl: database.url,
      host,
      port: env.CROSSOVER_PORT,
      allowedHosts: [env.CROSSOVER_ALLOWED_HOSTS, host].filter(Boolean).join(','),
      token,
      openTo: openTo(env),
    },
    say,
  );
  stack.defer(() => web.stop());
  say(`Database: ${database.description}`);
  say(`Machine: ${engine.machine.os}, ${engine.machine.cpus} processors, ${engine.machine.memoryMiB} MiB`);
  for (const line of capabilityLines(engine.machine.capabilities)) say(line);
  const at = (env.CROSSOVER_PUBLISHED ?? `${host}:${web.port}`).replace(
    /^(0\.0\.0\.0|::)(?=:\d+$)/,
    'localhost',
  );
  say(`\nCrossover is ready: http://${at}/${token ? `?token=${encodeURIComponent(token)}` : ''}`);
  say('Ctrl-C stops everything.');
}

start().catch((error: unknown) => {
  if (stopping) return;
  const problem = toProblem(error);
  console.error(`${problem.message}\n${problem.remedy}`);
  if (problem.owner === 'ours' && problem.detail) console.error(problem.detail);
  void stop(1);
});
