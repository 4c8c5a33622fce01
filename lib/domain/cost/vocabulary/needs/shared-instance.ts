import { BILLED, BY_MEMORY, BY_VCPU, COUNT, GB, type Need, PERIOD, READY, REQUESTS, VCPU } from './need.ts';

/** Of platforms that bill an instance while it works on a request. */
export const SHARED: readonly Need[] = [
  {
    given: [
      'duration_ms',
      'seconds',
      'instance_hours',
      'active_hours',
      ...PERIOD,
      ...GB,
      'always_ready',
      ...READY,
    ],
    counts: BY_VCPU,
    needs: [...VCPU, 'vcpu_s_billed'],
  },
  {
    given: [
      'duration_ms',
      'seconds',
      'instance_hours',
      'active_hours',
      ...PERIOD,
      ...VCPU,
      'always_ready',
      ...READY,
    ],
    counts: BY_MEMORY,
    needs: [...GB, 'gib_s_billed'],
  },
  {
    given: [...GB, ...VCPU, 'concurrency', 'cold_rate', 'init_ms', ...COUNT],
    unless: BILLED,
    needs: ['duration_ms', 'seconds', 'instance_hours', 'active_hours', ...PERIOD, ...READY],
  },
  { given: ['concurrency', 'cold_rate', 'init_ms'], needs: ['duration_ms', 'seconds'] },
  { given: ['init_ms'], needs: ['duration_ms'] },
  { given: REQUESTS, and: ['always_ready', ...READY], needs: ['duration_ms', 'seconds', 'active_hours'] },
  { given: ['vcpu_s_billed'], counts: ['gb_s'], needs: ['gib_s_billed'] },
  { given: ['gib_s_billed'], counts: ['vcpu_s'], needs: ['vcpu_s_billed'] },
  {
    given: ['duration_ms', 'seconds', 'active_hours', ...VCPU, ...GB],
    counts: ['replica_gb_h'],
    needs: [...PERIOD, 'instance_hours'],
  },
  { given: ['always_ready'], needs: PERIOD },
  {
    given: REQUESTS,
    unless: [...GB, ...VCPU, 'duration_ms', 'seconds', ...BILLED, ...PERIOD],
    needs: ['duration_ms'],
    alone: 'Only what counts requests is priced: inputs.duration_ms and the size are missing.',
  },
  {
    given: ['seconds', 'instance_hours', 'active_hours', ...PERIOD, ...BILLED],
    unless: ['duration_ms'],
    counts: ['requests'],
    needs: REQUESTS,
    alone: 'No request is in the total: inputs.requests is missing.',
  },
];
