import { billedMs, memoryFor, memoryWords, nearestMemory } from '../rules/rounding.ts';
import { type Asked, type Counted, defined, fact, first, wrong } from './counted.ts';
import { idleOf, keptOf } from './kept.ts';
import { billedSize } from './size.ts';

/** Platforms that bill an instance while it works on at least one request, and less or nothing while idle. */
export function sharedInstanceQuantities(asked: Asked): Counted {
  const { numbers: n, flags } = asked.inputs;
  const requests = first(n.requests, n.invocations, n.executions);
  const seconds = busySeconds(asked, requests);
  const size = sizeOf(asked);
  const idle = flags.active === false;
  const vcpuS = n.vcpu_s_billed ?? product(seconds, size.vcpu);
  const gbS = n.gib_s_billed ?? product(seconds, size.gb);
  const kept = keptOf(asked);
  const ready = kept.as === 'always-ready' ? kept.count : 0;
  const working = defined(
    ready > 0
      ? { on_gb_s: gbS, on_requests: requests, provisioned_gb_s: product(ready * kept.seconds, size.gb) }
      : { gb_s: gbS, vcpu_s: vcpuS, requests },
  );
  return {
    quantities: {
      ...(idle ? defined({ idle_vcpu_s: vcpuS, idle_gb_s: gbS, requests }) : working),
      ...idleOf(kept, seconds, size),
      ...defined({
        vcpu_h: n.active_hours === undefined ? product(vcpuS, 1 / 3600) : product(n.active_hours, size.vcpu),
        gb_h: product(gbS, 1 / 3600),
        replica_gb_h: product(n.instance_hours ?? replicaHours(asked), size.gb),
      }),
      // Already counted elsewhere, or none at all: `requests` is never the plain input then.
      ...(ready > 0 ? { requests: 0, gb_s: 0 } : {}),
    },
    facts: facts(asked),
    warnings: [...warnings(asked, seconds), ...kept.warnings],
  };
}

const product = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? undefined : a * b;

/** Hours of all instances of a platform that keeps them provisioned. */
function replicaHours({ inputs: { numbers: n } }: Asked): number | undefined {
  const hours = first(n.hours, n.days === undefined ? undefined : n.days * 24);
  return product(hours, first(n.instances, n.replicas, n.min_instances, n.min_replicas) ?? 1);
}

/** Seconds of instances at work; those of `seconds` are of each invocation when there are invocations. */
function busySeconds(
  { rule, inputs: { numbers: n } }: Asked,
  requests: number | undefined,
): number | undefined {
  const shared = Math.max(1, n.concurrency ?? 1);
  const count = n.replicas ?? n.instances ?? 1;
  if (n.duration_ms !== undefined) {
    const ms = billedMs(n.duration_ms + (n.init_ms ?? 0) * (n.cold_rate ?? 1), rule.duration);
    return ((requests ?? 1) * ms) / 1000 / shared;
  }
  if (n.seconds !== undefined)
    return n.invocations === undefined ? n.seconds * count : (n.invocations * n.seconds) / shared;
  // Beside instances that are kept, hours are how long they are kept.
  const kept = first(n.always_ready, n.min_instances, n.min_replicas) !== undefined;
  const days = n.days === undefined ? undefined : n.days * 24;
  const hours = first(n.instance_hours, n.active_hours, ...(kept ? [] : [n.hours, days]));
  return hours === undefined ? undefined : hours * 3600 * count;
}

function sizeOf({ rule, sheet, inputs: { numbers: n } }: Asked): { vcpu?: number; gb?: number } {
  const gb = first(
    n.gib,
    n.gb,
    n.memory_gb,
    n.function_gb,
    n.memory_mb === undefined ? undefined : n.memory_mb / 1024,
  );
  const vcpu = first(n.vcpu, n.function_vcpu);
  if (rule.memory !== undefined && gb !== undefined && memoryFor(gb * 1024, rule.memory) !== gb * 1024) {
    const nearest = nearestMemory(gb * 1024, rule.memory);
    throw wrong(
      `${sheet.name} does not sell ${gb} GB of memory, but ${memoryWords(rule.memory)}; nearest valid value: ${nearest} MB.`,
    );
  }
  billedSize(sheet.name, rule.size, { vcpu, gb });
  return { ...(vcpu === undefined ? {} : { vcpu }), ...(gb === undefined ? {} : { gb }) };
}

function facts({ rule, inputs: { numbers: n } }: Asked) {
  if (n.duration_ms === undefined) return [];
  const billed = billedMs(n.duration_ms, rule.duration);
  return billed === n.duration_ms ? [] : [fact('Billed duration of a request', billed, 'ms')];
}

function warnings({ inputs: { numbers: n } }: Asked, seconds: number | undefined): string[] {
  const found: string[] = [];
  if (n.duration_ms !== undefined && first(n.requests, n.invocations, n.executions) === undefined)
    found.push('No number of requests: priced for one.');
  const capacity =
    (n.always_ready ?? 0) * (first(n.hours, n.days === undefined ? 0 : n.days * 24) ?? 0) * 3600;
  if (n.always_ready !== undefined && seconds !== undefined && seconds > capacity)
    found.push(
      `${n.always_ready} always-ready instances have ${capacity} s in that time, the executions need ${Math.round(seconds)} s: a part would run on demand.`,
    );
  return found;
}
