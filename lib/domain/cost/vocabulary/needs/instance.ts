import { BILLED, BY_VCPU, COUNT, GB, type Need, PERIOD, REQUESTS, RUN, VCPU } from './need.ts';

/** Of platforms that bill an instance while it runs. */
export const INSTANCE: readonly Need[] = [
  {
    given: [...VCPU, ...GB, ...COUNT, 'ephemeral_gb', 'instance', 'node', 'plan'],
    unless: BILLED,
    needs: RUN,
  },
  { given: ['seconds_per_day', 'rootfs_gb'], needs: ['days'] },
  { given: VCPU, counts: ['gb_s', 'gb_h'], needs: GB },
  { given: GB, counts: BY_VCPU, needs: VCPU },
  { given: ['vcpu_s_billed'], counts: ['gb_s'], needs: ['gib_s_billed'] },
  { given: ['gib_s_billed'], counts: ['vcpu_s'], needs: ['vcpu_s_billed'] },
  { given: ['instance_hours', 'node_h'], counts: ['cluster_h'], needs: PERIOD },
  { given: ['sp_price'], needs: ['ondemand', 'instance'] },
  {
    given: RUN,
    counts: ['requests'],
    needs: REQUESTS,
    alone: 'No request is in the total: inputs.requests is missing.',
  },
  {
    given: RUN,
    counts: ['extra_gb_h'],
    unless: ['rootfs_gb'],
    needs: GB,
    alone: 'No memory is given: priced for what a machine includes.',
  },
];

/** Instances without a size of their own, such as a task; those of a cluster only when they are named. */
export const SIZED: readonly Need[] = [
  { given: [...RUN, ...COUNT, 'ephemeral_gb'], counts: BY_VCPU, unless: BILLED, needs: VCPU },
  { given: [...RUN, ...COUNT, 'ephemeral_gb'], counts: ['gb_s', 'gb_h'], unless: BILLED, needs: GB },
];
export const IN_CLUSTER: readonly Need[] = [
  { given: [...COUNT, 'ephemeral_gb', 'instance_hours'], counts: BY_VCPU, needs: VCPU },
  { given: [...COUNT, 'ephemeral_gb', 'instance_hours'], counts: ['gb_s', 'gb_h'], needs: GB },
  {
    given: PERIOD,
    unless: [...VCPU, ...GB, ...COUNT, 'node', 'node_h'],
    needs: VCPU,
    alone: 'Only the control plane is priced: what runs on it is missing.',
  },
];

/** A type has to be named, or its price given. */
export const named = (input: string, cluster: boolean): readonly Need[] => [
  {
    given: cluster ? [...COUNT, 'instance_hours'] : [...RUN, ...COUNT],
    needs: [input, 'ondemand'],
  },
  ...(cluster
    ? [
        {
          given: PERIOD,
          needs: [input],
          alone: `Only the control plane is priced: inputs.${input} is missing.`,
        },
      ]
    : []),
];
