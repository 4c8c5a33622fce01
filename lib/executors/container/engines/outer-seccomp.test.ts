import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../../host/home.ts';
import { outerProfile } from './outer-seccomp.ts';

const [allowed] = outerProfile().syscalls;

it('is what compose.yaml hands to the engine', () => {
  const file = readFileSync(join(projectRoot, 'lib/docker/seccomp.json'), 'utf8');
  expect(JSON.parse(file)).toEqual(outerProfile());
});

it('allows what sandboxes are made with', () => {
  expect(allowed?.names).toEqual(
    expect.arrayContaining(['mount', 'pivot_root', 'unshare', 'setns', 'clone']),
  );
});

it.each([
  'bpf',
  'perf_event_open',
  'ptrace',
  'keyctl',
  'add_key',
  'io_uring_setup',
  'userfaultfd',
  'open_by_handle_at',
  'init_module',
  'finit_module',
  'kexec_load',
  'reboot',
  'swapon',
  'settimeofday',
  'clock_settime',
  'iopl',
  'process_vm_writev',
  'syslog',
  'quotactl',
])('does not allow %s', (name) => expect(allowed?.names).not.toContain(name));
