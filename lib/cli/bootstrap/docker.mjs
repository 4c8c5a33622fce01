import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import * as util from 'node:util';
import { onEnd, projectRoot, say } from './run.mjs';

/** The one command that runs the product in Docker. */
export const DOCKER_COMMAND = 'npm start -- --docker';

const NAMES = { darwin: 'macOS', win32: 'Windows' };

/** Said before a start on a system where the function side cannot run; null on Linux. */
export const dockerHint = (platform) =>
  platform === 'linux'
    ? null
    : `Functions need Linux, which ${NAMES[platform] ?? platform} is not. Both sides run here in Docker, by one command: ${DOCKER_COMMAND}`;

const KNOWN = [['docker', 'compose'], ['docker-compose'], ['podman', 'compose']];

const answersHere = ([program, ...args]) => spawnSync(program, args, { stdio: 'ignore' }).status === 0;

/**
 * The command that reads compose.yaml: Docker's own plugin, else docker-compose, which Debian has, else Podman's; null
 * when none is there.
 */
export const composeCommand = (answers = answersHere) =>
  KNOWN.find((command) => answers([...command, 'version'])) ?? null;

const NO_COMPOSE =
  'There is neither "docker compose" nor "docker-compose". Install Docker Desktop, Colima or Podman Desktop; on Debian: apt-get install docker.io docker-compose.';

/** Where compose.yaml publishes the pages: by the environment, else by the text of .env beside it, as compose reads them. */
export function publishedAt(env, file = '') {
  // A Node before 20.12 cannot read it; compose says then what is taken.
  const { CROSSOVER_HOST, CROSSOVER_PORT } = { ...util.parseEnv?.(file), ...env };
  return { host: CROSSOVER_HOST || '127.0.0.1', port: Number(CROSSOVER_PORT || 3000) };
}

function settingsFile() {
  const path = join(projectRoot, '.env');
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** Whether something listens already where the port is to be published. */
const isTaken = (port, host) =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error) => resolve(error.code === 'EADDRINUSE'));
    probe.listen(port, host, () => probe.close(() => resolve(false)));
  });

const IS_WINDOWS = process.platform === 'win32';

/**
 * Compose takes a second Ctrl-C for "kill at once", and a terminal sends it to all of its group, npm once more to us. So it
 * runs in a group of its own and is asked once. On Windows the console tells it, and a signal of ours would end it at once.
 */
function run([program, ...args]) {
  return new Promise((resolve) => {
    // Its menu needs the terminal of its group.
    const env = { ...process.env, COMPOSE_MENU: 'false' };
    const child = spawn(program, args, { cwd: projectRoot, stdio: 'inherit', env, detached: !IS_WINDOWS });
    let asked = IS_WINDOWS;
    onEnd((signal) => {
      if (!asked) child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal);
      asked = true;
    });
    child.once('error', () => resolve(127));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/** Why it cannot be started, with the remedy; null when it can. */
async function obstacle(command, { host, port }) {
  if (command === null) return NO_COMPOSE;
  if (!(port >= 1 && port <= 65_535 && Number.isInteger(port)))
    return 'CROSSOVER_PORT has to be a whole number from 1 to 65535.';
  if (!(await isTaken(port, host))) return null;
  return `Port ${port} on ${host} is taken. Stop what uses it, or choose another: CROSSOVER_PORT=${port + 1} ${DOCKER_COMMAND}`;
}

/** Builds the image where it is missing or older than the sources, and runs it until it is stopped. Answers an exit code. */
export async function startInDocker(env = process.env, answers = answersHere) {
  const command = composeCommand(answers);
  const wrong = await obstacle(command, publishedAt(env, settingsFile()));
  if (wrong !== null) {
    say(wrong);
    return 1;
  }
  const up = [...command, 'up', '--build', '--abort-on-container-exit'];
  say(`Running: ${up.join(' ')}`);
  return run(up);
}
