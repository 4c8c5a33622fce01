import { BY_CPU_TIME, BY_MEMORY, MEMORY, type Need, PERIOD, READY, REQUESTS } from './need.ts';

/** Of platforms that bill every request by itself. */
export const INVOCATION: readonly Need[] = [
  {
    given: ['duration_ms', 'ms_on_pc', 'ms_off', 'active_s', ...READY, 'versions', 'environments'],
    unless: ['function_execution_units'],
    counts: BY_MEMORY,
    needs: MEMORY,
  },
  {
    given: MEMORY,
    and: REQUESTS,
    unless: ['function_execution_units'],
    counts: BY_MEMORY,
    needs: ['duration_ms', 'active_s', 'ms_off', 'ms_on_pc'],
  },
  {
    given: MEMORY,
    unless: [...REQUESTS, 'function_execution_units', ...READY, 'versions', 'environments'],
    counts: BY_MEMORY,
    needs: ['duration_ms'],
  },
  { given: ['duration_ms', ...MEMORY], counts: BY_CPU_TIME, needs: ['cpu_ms_per_request'] },
  { given: ['cpu_ms_per_request'], needs: [...REQUESTS, 'duration_ms'] },
  { given: ['requests_on_pc'], needs: ['ms_on_pc'] },
  { given: ['ms_on_pc'], needs: ['requests_on_pc'] },
  { given: ['requests_on_pc'], needs: READY },
  { given: ['requests_off'], needs: ['ms_off'] },
  { given: ['ms_off'], needs: ['requests_off'] },
  { given: READY, counts: ['provisioned_gb_s'], needs: PERIOD },
  { given: ['versions'], needs: ['days'] },
  { given: ['versions'], and: REQUESTS, needs: ['cold_rate'] },
  { given: ['cold_rate'], needs: ['init_ms', 'versions'] },
  { given: ['init_ms', 'ephemeral_mb'], needs: ['duration_ms', 'active_s', 'ms_off'] },
  { given: ['event_kb'], needs: REQUESTS },
  { given: ['static_share'], needs: ['requests_total'] },
  {
    given: ['active_s', 'sub_invocations', 'ops_per_exec', 'kb_written'],
    needs: ['executions'],
  },
  { given: ['wait_days', 'retain_days'], needs: ['kb_written'] },
  {
    given: REQUESTS,
    unless: [...MEMORY, 'duration_ms', 'active_s', 'ms_off', 'ms_on_pc', 'function_execution_units'],
    counts: BY_MEMORY,
    needs: ['duration_ms'],
    alone: 'Only what counts requests is priced: inputs.duration_ms and inputs.memory_mb are missing.',
  },
  {
    given: REQUESTS,
    unless: ['duration_ms', ...MEMORY],
    counts: BY_CPU_TIME,
    needs: ['cpu_ms_per_request'],
    alone: 'Only what counts requests is priced: inputs.cpu_ms_per_request is missing.',
  },
  {
    given: ['function_execution_units'],
    counts: ['requests'],
    needs: REQUESTS,
    alone: 'Only the execution time is priced: inputs.executions is missing.',
  },
];
