import type { Usd } from '../units.ts';
import type { PlatformChoice } from './bill.ts';
import { costCurve } from './curve.ts';
import { type BillOptions, type Part, withDefaults } from './options.ts';
import { type Usage, usageEnds } from './usage.ts';

/** How both bills move when one thing changes and all else stays. */
export interface SensitivityRow {
  /** e.g. "Duration" */
  factor: string;
  /** What the two ends mean: "38 ms" and "42 ms". */
  ends: readonly [string, string];
  /** Whether the ends were measured or are a what-if. */
  origin: 'measured' | 'what-if';
  first: readonly [Usd, Usd];
  second: readonly [Usd, Usd];
  /** Second less first at both ends: what decides. */
  difference: readonly [Usd, Usd];
  /** Whether the cheaper platform changes within the ends or against the base. */
  turns: boolean;
}

export interface Sensitivity {
  base: { first: Usd; second: Usd; difference: Usd };
  /** The longest bar first. */
  rows: readonly SensitivityRow[];
}

interface Variant {
  usage: Usage;
  options: BillOptions;
}
interface Factor {
  factor: string;
  ends: readonly [string, string];
  origin: SensitivityRow['origin'];
  variants: readonly [Variant, Variant];
}

/** The tornado of two platforms at the usage's traffic. @throws CrossoverError as `billOf` does. */
export function sensitivity(
  first: PlatformChoice,
  second: PlatformChoice,
  usage: Usage,
  options?: Partial<BillOptions>,
): Sensitivity {
  const settled = withDefaults(options);
  const price = (choice: PlatformChoice, variant: Variant): Usd | null => {
    try {
      return costCurve(choice.platform, choice.region, variant.usage, variant.options).at(
        variant.usage.requestsPerMonth,
      );
    } catch {
      // A variant that no size fits has no bar; the base itself is priced outside of this.
      return null;
    }
  };
  const at = (choice: PlatformChoice) =>
    costCurve(choice.platform, choice.region, usage, settled).at(usage.requestsPerMonth);
  const base = { first: at(first), second: at(second), difference: at(second) - at(first) };
  const rows = factorsOf(usage, settled).flatMap((factor) => {
    const firsts = factor.variants.map((variant) => price(first, variant));
    const seconds = factor.variants.map((variant) => price(second, variant));
    return rowOf(factor, firsts, seconds, base.difference);
  });
  return { base, rows: rows.sort((a, b) => swing(b) - swing(a)) };
}

const swing = ({ difference: [low, high] }: SensitivityRow): number => Math.abs(high - low);

function rowOf(
  { factor, ends, origin }: Factor,
  first: readonly (Usd | null)[],
  second: readonly (Usd | null)[],
  base: Usd,
): SensitivityRow[] {
  const [firstLow, firstHigh] = first;
  const [secondLow, secondHigh] = second;
  if (firstLow == null || firstHigh == null || secondLow == null || secondHigh == null) return [];
  const difference = [secondLow - firstLow, secondHigh - firstHigh] as const;
  const row: SensitivityRow = {
    factor,
    ends,
    origin,
    first: [firstLow, firstHigh],
    second: [secondLow, secondHigh],
    difference,
    turns: difference.some((one) => Math.sign(one) !== Math.sign(base)),
  };
  return swing(row) < 0.005 ? [] : [row];
}

const count = (value: number): string => Math.round(value).toLocaleString('en-US');

function factorsOf(usage: Usage, options: BillOptions): Factor[] {
  const half = (factor: string, change: (by: number) => Usage, words: (by: number) => string): Factor => ({
    factor,
    ends: [words(0.5), words(2)],
    origin: 'what-if',
    variants: [
      { usage: change(0.5), options },
      { usage: change(2), options },
    ],
  });
  return [
    ...measured(usage, options),
    half(
      'Traffic',
      (by) => ({ ...usage, requestsPerMonth: usage.requestsPerMonth * by }),
      (by) => `${count(usage.requestsPerMonth * by)} requests`,
    ),
    half(
      'Duration',
      (by) => slower(usage, by),
      (by) => `${by} times`,
    ),
    half(
      'Memory of the function',
      (by) => ({ ...usage, memoryMiB: usage.memoryMiB * by }),
      (by) => `${count(usage.memoryMiB * by)} MiB`,
    ),
    half(
      'Capacity of a replica',
      (by) => busier(usage, by),
      (by) => (by < 1 ? 'twice as much' : 'half as much'),
    ),
    half(
      'Requests at once in an instance',
      (by) => ({ ...usage, concurrency: Math.max(1, usage.concurrency * by) }),
      (by) => count(Math.max(1, usage.concurrency * by)),
    ),
    half(
      'Bytes of a request',
      (by) => ({ ...usage, bytesPerRequest: usage.bytesPerRequest * by, bytesOut: usage.bytesOut * by }),
      (by) => `${by} times`,
    ),
    ...switches(usage, options),
  ];
}

/** Time of requests and busy time at the ends of their measured intervals. */
function measured(usage: Usage, options: BillOptions): Factor[] {
  const [low, high] = usageEnds(usage);
  if (low === undefined || high === undefined) return [];
  const variants = [
    { usage: low, options },
    { usage: high, options },
  ] as const;
  return [{ factor: 'What was measured', ends: ['low end', 'high end'], origin: 'measured', variants }];
}

const slower = (usage: Usage, by: number): Usage => ({
  ...usage,
  durationsMs: usage.durationsMs.map((ms) => ms * by),
  cpuMs: usage.cpuMs === null ? null : usage.cpuMs * by,
});

const busier = (usage: Usage, by: number): Usage => ({
  ...usage,
  busyMs: usage.busyMs === null ? null : { ...usage.busyMs, value: usage.busyMs.value * by },
  sustainedPerReplica: usage.sustainedPerReplica === null ? null : usage.sustainedPerReplica / by,
});

const PART_WORDS: Readonly<Partial<Record<Part, string>>> = {
  'front-door': 'Front door',
  'load-balancer': 'Load balancer',
  nat: 'NAT gateway',
  'control-plane': 'Control plane',
  egress: 'Egress',
};

/** What is either on the bill or not. */
function switches(usage: Usage, options: BillOptions): Factor[] {
  const parts = Object.entries(PART_WORDS).map(([part, factor]): Factor => {
    const others = options.off.filter((one) => one !== part);
    const off = [...others, ...PARTS_NAMED.filter((one) => one === part)];
    return {
      factor,
      ends: ['not billed', 'billed'],
      origin: 'what-if',
      variants: [
        { usage, options: { ...options, off } },
        { usage, options: { ...options, off: others } },
      ],
    };
  });
  const replicas = [usage.minReplicas, usage.minReplicas + 1] as const;
  return [
    ...parts,
    {
      factor: 'Free tier',
      ends: ['counts', 'does not count'],
      origin: 'what-if',
      variants: [
        { usage, options: { ...options, freeTier: true } },
        { usage, options: { ...options, freeTier: false } },
      ],
    },
    {
      factor: 'Least replicas',
      ends: [`${replicas[0]}`, `${replicas[1]}`],
      origin: 'what-if',
      variants: [
        { usage, options },
        { usage: { ...usage, minReplicas: replicas[1] }, options },
      ],
    },
  ];
}

const PARTS_NAMED: readonly Part[] = ['front-door', 'load-balancer', 'nat', 'control-plane', 'egress'];
