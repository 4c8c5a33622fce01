import Docker from 'dockerode';

/** Speaks to a unix socket of this machine, whatever DOCKER_HOST says, which dockerode would otherwise mix in. */
export const dockerAt = (socketPath: string): Docker =>
  new Docker({ socketPath, host: '', protocol: 'http' });
