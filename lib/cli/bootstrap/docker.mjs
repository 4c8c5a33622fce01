import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { projectRoot, say } from './run.mjs';

/** The one command that runs the product in Docker. */
export const DOCKER_COMMAND = 'npm start -- --docker';

const NAMES = { darwin: 'macOS', win32: 'Windows' };

/** Said before a start on a system where the function side cannot run; null on Linux. */
export const dockerHint = (platform) =>
  platform === 'linux'
    ? null
    : `Functions need Linux, which ${NAMES[platform] ?? platform} is not. Both sides run here in Docker, by one command: ${DOCKER_COMMAND}`;

const KNOWN = [['docker', 'compose'], ['docker-compose'], ['podman', 'compose']];

/**
 * The command that reads compose.yaml: Docker's own plugin, else docker-compose, which Debian has, else Podman's; null
 * when none is there.
 */
export const composeCommand = (answers) => KNOWN.find((command) => answers([...command, 'version'])) ?? null;

const answersHere = ([program, ...args]) => spawnSync(program, args, { stdio: 'ignore' }).status === 0;

const NO_COMPOSE =
  'There is neither "docker compose" nor "docker-compose". Install Docker Desktop, Colima or Podman Desktop; on Debian: apt-get install docker.io docker-compose.';

/** Whether something listens already where the port is to be published. */
const isTaken = (port, host) =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error) => resolve(error.code === 'EADDRINUSE'));
    probe.listen(port, host, () => probe.close(() => resolve(false)));
  });

function run([program, ...args]) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: projectRoot, stdio: 'inherit' });
    // A terminal sends Ctrl-C to the child as well; stopping twice is stopping once.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
    child.once('error', () => resolve(127));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/** Why it cannot be started, with the remedy; null when it can. */
async function obstacle(command, port, host) {
  if (command === null) return NO_COMPOSE;
  if (!(await isTaken(port, host))) return null;
  return `Port ${port} on ${host} is taken. Stop what uses it, or choose another: CROSSOVER_PORT=${port + 1} ${DOCKER_COMMAND}`;
}

/** Builds the image where it is missing or older than the sources, and runs it until it is stopped. Answers an exit code. */
export async function startInDocker(env = process.env, answers = answersHere) {
  const command = composeCommand(answers);
  const wrong = await obstacle(
    command,
    Number(env.CROSSOVER_PORT || 3000),
    env.CROSSOVER_HOST || '127.0.0.1',
  );
  if (wrong !== null) {
    say(wrong);
    return 1;
  }
  const up = [...command, 'up', '--build', '--abort-on-container-exit'];
  say(`Running: ${up.join(' ')}`);
  return run(up);
}
