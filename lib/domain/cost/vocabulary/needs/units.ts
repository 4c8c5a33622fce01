import type { Need } from './need.ts';

/** Of what stands beside a workload. */
export const UNITS: readonly Need[] = [
  { given: ['request_kb', 'kb'], needs: ['requests'] },
  { given: ['message_kb'], needs: ['messages'] },
  { given: ['processed_gb'], counts: ['lcu_h'], needs: ['hours'] },
  { given: ['nat_gb'], needs: ['nat_hours'] },
  {
    given: ['hours'],
    counts: ['lcu_h'],
    needs: ['processed_gb'],
    alone: 'No capacity units are in the total: inputs.processed_gb is missing.',
  },
  {
    given: ['nat_hours'],
    needs: ['nat_gb'],
    alone: 'No data is in the total: inputs.nat_gb is missing.',
  },
  {
    given: ['messages'],
    needs: ['connection_minutes'],
    alone: 'No connection is in the total: inputs.connection_minutes is missing.',
  },
  {
    given: ['connection_minutes'],
    needs: ['messages'],
    alone: 'No message is in the total: inputs.messages is missing.',
  },
];
/** The NAT gateway asked for by its own name takes `hours` and `gb`. */
export const NAT: readonly Need[] = [
  { given: ['gb'], needs: ['hours'] },
  { given: ['hours'], needs: ['gb'], alone: 'No data is in the total: inputs.gb is missing.' },
];
