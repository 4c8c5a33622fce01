import { expect, it } from 'vitest';
import { passedOn } from './child.ts';

it('passes on what reaches a Docker elsewhere, by TLS or ssh, and no secret of others', () => {
  const docker = {
    DOCKER_HOST: 'tcp://x:1',
    DOCKER_TLS_VERIFY: '1',
    DOCKER_CERT_PATH: '/c',
    SSH_AUTH_SOCK: '/s',
  };
  expect(passedOn({ ...docker, AWS_SECRET_ACCESS_KEY: 'secret', TZ: '' })).toEqual(docker);
});
