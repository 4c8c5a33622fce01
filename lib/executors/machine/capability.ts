import type { Capability } from '#lib/domain/execution/executor.ts';
import { memoryBudgetOf } from '#lib/domain/execution/machine-budget.ts';
import type { Bytes } from '#lib/domain/units.ts';
import type { Sites } from '../function/cgroup/site.ts';
import { cgroupRemedy } from '../host/cgroup-remedy.ts';
import { ownMemory, processBudget } from './together.ts';

const mib = (bytes: Bytes): string => Math.floor(bytes / 1024 / 1024).toLocaleString('en-US');

const BEYOND = 'What does not fit counts as throttled (429, machine-memory).';

/** The memory, processes and CPU that all sandboxes of both sides may use together, and what holds them to it. */
export function budgetLine(sites: Sites): Omit<Capability, 'side'> {
  const { total } = ownMemory();
  const memory = `Sandboxes of both sides together may use ${mib(memoryBudgetOf(total))} of ${mib(total)} MiB of memory`;
  const line = { id: 'machine-budget', title: 'Budget of the machine' };
  if (sites.memory === undefined) {
    const detail = `${memory}, by what is free when one is started: no control group holds them to it afterwards. ${BEYOND}`;
    return { ...line, status: 'degraded', detail, remedy: cgroupRemedy() };
  }
  const processes = sites.pids ? ` and ${processBudget().toLocaleString('en-US')} processes and threads` : '';
  const cpu = sites.cpu ? '; in the scheduler they weigh no more than one thread beside them' : '';
  const detail = `${memory}${processes}, held by a control group${cpu}. ${BEYOND}`;
  return { ...line, status: 'ok', detail, remedy: null };
}
