import { memoryFor, memoryWords, nearestMemory } from '../rules/rounding.ts';
import type { MemoryRule } from '../rules/rule.ts';
import { type Asked, type Counted, defined, ephemeralGb, fact, first, sumOf, wrong } from './counted.ts';
import { provisionedSeconds, rounded, servedBy } from './provisioned.ts';
import { streamedOf } from './texts.ts';

/** FunctionExecutionUnits are MB-ms. */
const UNITS_PER_GB_S = 1_024_000;
const FREE_EPHEMERAL_GB = 0.5;

/** Platforms that bill every request by itself. */
export function invocationQuantities(asked: Asked): Counted {
  const n = asked.inputs.numbers;
  const memory = memoryOf(asked);
  const gb = memory === undefined ? undefined : memory.mb / 1024;
  const requests = requestsOf(asked);
  const served = servedBy(asked, requests);
  const seconds = served.offSeconds;
  const times = (a: number | undefined, b: number | undefined) =>
    a === undefined || b === undefined ? undefined : a * b;
  const gbS =
    n.function_execution_units === undefined
      ? times(seconds, gb)
      : n.function_execution_units / UNITS_PER_GB_S;
  const cpuMs = times(requests, n.cpu_ms_per_request);
  return {
    quantities: defined({
      requests: times(requests, eventUnits(n.event_kb)),
      gb,
      gb_s: gbS,
      gb_h: gbS === undefined ? undefined : gbS / 3600,
      ghz_s: times(seconds, memory?.ghz),
      cpu_ms: cpuMs,
      cpu_h: cpuMs === undefined ? undefined : cpuMs / 3.6e6,
      on_gb_s: times(served.onSeconds, gb),
      provisioned_gb_s: times(provisionedSeconds(asked), gb),
      ephemeral_gb_s: times(sumOf(seconds, served.onSeconds), paidEphemeralGb(asked)),
      ...(asked.rule.id === 'aws_lambda' ? lambdaQuantities(asked, requests) : {}),
    }),
    facts: [...billedFacts(asked), ...served.facts],
    warnings: [...warnings(asked), ...served.warnings],
  };
}

/** Requests that one asynchronous event counts for: one for the first 256 KB, one for each further 64 KB. */
const eventUnits = (kb: number | undefined): number => 1 + Math.ceil(Math.max(0, (kb ?? 0) - 256) / 64);

/** Durable functions, SnapStart and streaming: what only Lambda has. */
function lambdaQuantities({ inputs: { numbers: n, texts } }: Asked, requests: number | undefined) {
  const kb =
    n.executions !== undefined && n.kb_written !== undefined ? n.executions * n.kb_written : undefined;
  const perGb = /binary|1024/i.test(texts.gb_is ?? '') ? 1024 * 1024 : 1e6;
  const streamed = texts.payload === undefined ? null : streamedOf(texts.payload);
  if (texts.payload !== undefined && streamed === null)
    throw wrong(`inputs.payload "${texts.payload}" is not written as "2M x 100 KB, 1M x 7 MB".`);
  const snapStart = n.versions !== undefined && n.cold_rate !== undefined && requests !== undefined;
  return {
    written_gb: kb === undefined ? undefined : kb / perGb,
    kept_days:
      n.wait_days === undefined && n.retain_days === undefined
        ? undefined
        : (n.wait_days ?? 0) + (n.retain_days ?? 0),
    streamed_gb: streamed?.gb ?? n.streamed_gb,
    restores: snapStart ? requests * (n.cold_rate ?? 0) : undefined,
  };
}

function requestsOf({ inputs: { numbers: n } }: Asked): number | undefined {
  const dynamic = n.requests_total === undefined ? undefined : n.requests_total * (1 - (n.static_share ?? 0));
  const durable = n.executions === undefined ? undefined : n.executions * (n.sub_invocations ?? 1);
  const parted =
    n.requests_on_pc === undefined && n.requests_off === undefined
      ? undefined
      : (n.requests_on_pc ?? 0) + (n.requests_off ?? 0);
  const one = n.duration_ms === undefined ? undefined : 1;
  return first(n.requests, n.invocations, dynamic, durable, parted, one);
}

function billedFacts(asked: Asked) {
  const { duration_ms: ms, init_ms: init } = asked.inputs.numbers;
  if (ms === undefined) return [];
  const billed = rounded(asked, ms + (init ?? 0));
  if (init === undefined) return billed === ms ? [] : [fact('Billed duration of a request', billed, 'ms')];
  return [
    fact('Billed duration of a cold request', billed, 'ms'),
    fact('Billed duration before init was billed (until 2025-08-01, ZIP)', rounded(asked, ms), 'ms'),
  ];
}

function memoryOf({ rule, sheet, inputs: { numbers: n } }: Asked) {
  const mb = first(
    n.memory_mb,
    n.memory_gb === undefined ? undefined : n.memory_gb * 1024,
    n.gib === undefined ? undefined : n.gib * 1024,
    n.gb === undefined ? undefined : n.gb * 1024,
  );
  if (mb === undefined) return undefined;
  const sold = memoryFor(mb, rule.memory);
  if (rule.memory !== undefined && (sold === null || (rule.memory.kind !== 'observed' && sold !== mb)))
    throw notSold(sheet.name, mb, rule.memory);
  return { mb: sold ?? mb, ghz: ghzOf(sold ?? mb, rule.memory) };
}

function ghzOf(mb: number, rule: MemoryRule | undefined): number | undefined {
  return rule?.kind === 'choices' ? rule.ghz?.[rule.mb.indexOf(mb)] : undefined;
}

const notSold = (name: string, mb: number, rule: MemoryRule) =>
  wrong(
    `${name} does not sell ${mb} MB of memory, but ${memoryWords(rule)}; nearest valid value: ${nearestMemory(mb, rule)}.`,
  );

function paidEphemeralGb(asked: Asked): number | undefined {
  const gb = ephemeralGb(asked);
  return gb === undefined ? undefined : Math.max(0, gb - FREE_EPHEMERAL_GB);
}

function warnings({ inputs: { numbers: n, texts }, rule }: Asked): string[] {
  const found: string[] = [];
  if (n.duration_ms !== undefined && first(n.requests, n.invocations, n.executions) === undefined)
    found.push('No number of requests: priced for one.');
  if (texts.payload !== undefined && n.requests !== undefined) {
    const counted = streamedOf(texts.payload)?.requests;
    if (counted !== undefined && counted !== n.requests)
      found.push(`The payload counts ${counted} requests, the question ${n.requests}.`);
  }
  if (rule.memory?.kind === 'choices' && rule.memory.ghz !== undefined)
    found.push(...(rule.assumptions ?? []));
  return found;
}
