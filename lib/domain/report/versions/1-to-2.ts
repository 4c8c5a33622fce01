import { z } from 'zod';
import { billDifference } from '../../cost/difference.ts';
import { from1to2 as planFrom1to2 } from '../../experiment/versions/1-to-2.ts';
import { ADAPTER } from '../../lock-in/signals/contract.ts';
import type { StoredDocument } from '../../versions/lift.ts';
import { generatorOf } from './generator-of-warnings.ts';

const Second = z.looseObject({ count: z.number(), errors: z.number() });
const Side = z.looseObject({ build: z.looseObject({}), timeline: z.array(Second) });

const Ends = z.tuple([z.number(), z.number()]);
const Bill = z.looseObject({ totalUsd: z.number(), interval: Ends });

const Cost = z.looseObject({
  bills: z.object({ function: Bill, container: Bill }),
  usage: z.looseObject({}).nullish(),
  breakEven: z.looseObject({}).nullable(),
});

const Verdict = z.looseObject({ reasons: z.array(z.looseObject({})) });

const LockIn = z.looseObject({
  findings: z.array(
    z.looseObject({
      ...{ dimension: z.string(), effort: z.number(), service: z.string() },
      ...{ file: z.string(), line: z.number(), excerpt: z.string() },
    }),
  ),
  dimensions: z.array(z.looseObject({ dimension: z.string() })),
});

/** The parts that version 1 began without and that later reports of version 1 had. */
const Version1 = z.looseObject({
  plan: z.looseObject({}),
  machine: z.looseObject({}),
  sides: z.object({ function: Side, container: Side }),
  differences: z.array(z.looseObject({})),
  cost: Cost,
  lockIn: LockIn,
  verdict: Verdict,
  warnings: z.array(z.string()),
});

/** Reports of version 1 said less on their first day than on their last: what one does not say is null here. */
export function from1to2(document: StoredDocument): StoredDocument {
  const report = Version1.parse(document);
  return {
    ...report,
    plan: planFrom1to2(report.plan),
    machine: { python: null, ...report.machine },
    sides: { function: sideOf(report.sides.function), container: sideOf(report.sides.container) },
    differences: report.differences.map((difference) => ({ blocks: null, doubt: null, ...difference })),
    generator: report.generator ?? generatorOf(report.warnings),
    cost: costOf(report.cost),
    lockIn: lockInOf(report.lockIn),
    month: null,
    verdict: verdictOf(report.verdict),
  };
}

const sideOf = ({ build, timeline, ...side }: z.infer<typeof Side>): StoredDocument => ({
  ...{ starts: null, queue: null, network: null, warmUp: null, blocks: [], usage: null, ends: null },
  ...side,
  build: { zipBytes: null, layers: null, runtime: null, ...build },
  timeline: timeline.map(secondOf),
});

/**
 * The break-even of version 1 was where both bills are equal; its cold starts were those of Poisson arrivals. Its
 * difference follows from the ends of its bills; how far assumptions could move them it did not say.
 */
const costOf = ({ bills, usage, breakEven, ...cost }: z.infer<typeof Cost>): StoredDocument => ({
  ...cost,
  bills: {
    function: { assumedRange: null, ...bills.function },
    container: { assumedRange: null, ...bills.container },
  },
  difference: billDifference(bills.function, bills.container),
  usage: usage ? { coldShare: null, initInterval: null, sustainedInterval: null, ...usage } : null,
  breakEven: breakEven && { kind: 'equal', ...breakEven },
});

/** Version 1 took every figure as it was; `readReport` has the verdict judged. */
const verdictOf = ({ reasons, ...verdict }: z.infer<typeof Verdict>): StoredDocument => ({
  ...{ because: null, wouldBe: null },
  ...verdict,
  reasons: reasons.map((reason) => ({ restsOn: [], doubt: null, ...reason })),
});

/** Version 1 wrote 0 ms for a second without a good answer. */
const secondOf = (second: z.infer<typeof Second>): StoredDocument =>
  second.count > second.errors ? second : { ...second, p50: null, p95: null, max: null };

/**
 * Version 1 counted every place of the contract that Crossover demands as a sign: they are one finding, the adapter.
 * It added efforts up, which are ordinal: a dimension shows its hardest sign.
 */
function lockInOf({ findings: all, dimensions, ...lockIn }: z.infer<typeof LockIn>): StoredDocument {
  const places = all
    .filter(({ service }) => CONTRACT.has(service))
    .map(({ file, line, excerpt, service }) => ({ file, line, excerpt, part: service }));
  const adapter = places.slice(0, 1).map(({ part: _, ...place }) => ({ ...place, ...ADAPTER, places }));
  const findings = [...adapter, ...all.filter(({ service }) => !CONTRACT.has(service))];
  return {
    unread: null,
    ...lockIn,
    findings,
    dimensions: dimensions.map((row) => {
      const own = findings.filter(({ dimension }) => dimension === row.dimension);
      return { ...row, findings: own.length, effort: Math.max(0, ...own.map(({ effort }) => effort)) };
    }),
  };
}

/** What version 1 called the parts of the contract. */
const CONTRACT = new Set(['Lambda handler', 'API GW v1/v2 or ALB event', 'Lambda proxy response']);
