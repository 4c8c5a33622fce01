import type { Part } from '../options.ts';

/**
 * How a platform bills, as data: what it rounds, what it sells, and which quantity each meter counts.
 * A few interpreters read these rules, both for questions in the vocabulary of the worked examples and
 * for workloads; no platform has code of its own.
 */
export interface PlatformRule {
  id: string;
  /**
   * `invocation`: every request by itself. `shared-instance`: instances while they work on at least one
   * request. `active-cpu`: CPU time that was used, and instances until they sleep. `instance`: instances while
   * they run. `units`: what stands beside. `unpriced`: no figures.
   */
  model: 'invocation' | 'shared-instance' | 'active-cpu' | 'instance' | 'units' | 'unpriced';
  /** How long an instance is billed after its last request until it sleeps (`active-cpu`). Absent: not at all. */
  idleSeconds?: number;
  /** Rounding of the time of one request. Absent: as measured. */
  duration?: DurationRule;
  /** The longest time that one request may take. */
  timeoutMs?: number;
  /** Most requests that one instance takes at once. */
  maxConcurrency?: number;
  memory?: MemoryRule;
  size?: SizeRule;
  /** The platform whose sheet prices the sizes, when it is another one. */
  sizesOf?: string;
  /** Rounding of the time that an instance runs. */
  runtime?: { stepSeconds: number; minimumSeconds: number; windowsMinimumSeconds?: number };
  /** Storage that an instance has at no charge. */
  includedStorageGb?: number;
  /** Ephemeral storage that can be set; on Windows `includedStorageGb` and no other. */
  ephemeral?: { minGb: number; maxGb: number };
  /** The one processor that it is sold with. */
  onlyArch?: 'x86' | 'arm64';
  /** Instances that run at least. */
  minInstances?: number;
  charges: readonly Charge[];
  /** What stands beside it in a workload's bill. */
  companions?: readonly Companion[];
  /** Inputs that replace a price: input name to meter; the first that is given counts. */
  overrides?: Readonly<Record<string, string>>;
  /** Inputs that are taken when they are not given. */
  defaults?: Readonly<Record<string, number | string>>;
  /** Variations that are worth seeing beside the answer; their lines do not count. */
  beside?: readonly { label: string; inputs: Readonly<Record<string, number | string>> }[];
  /** Why a workload cannot be priced on it although it has figures. */
  notForWorkloads?: string;
  /** Said on every bill that rests on it. */
  assumptions?: readonly string[];
}

export interface DurationRule {
  stepMs: number;
  minimumMs: number;
  /** Whether the init of a cold start counts as duration. */
  initBilled: boolean;
}

/** Memory of one execution environment. `observed`: what was used, rounded up, whatever was set. */
export type MemoryRule =
  | { kind: 'range'; minMb: number; maxMb: number; stepMb: number }
  | { kind: 'choices'; mb: readonly number[]; ghz?: readonly number[] }
  | { kind: 'observed'; bucketMb: number; maxMb: number };

/** A number of vCPUs with the memory it is sold with, and the disk that comes with both. */
export interface SizeRow {
  vcpu: number;
  gb: readonly number[];
  diskGb?: number;
}

/** Size of an instance. */
export type SizeRule =
  | {
      kind: 'table';
      rows: readonly SizeRow[];
      /** vCPUs that are sold with Windows, too. */
      windowsVcpu?: readonly number[];
    }
  | { kind: 'ranges'; rows: readonly SizeRange[] }
  | {
      kind: 'limits';
      minVcpu?: number;
      minGb?: number;
      maxVcpu: number;
      maxGb: number;
      vcpuStep?: number;
      gbStep?: number;
      gbPerVcpu?: number;
    }
  | { kind: 'named'; input: string; types: Readonly<Record<string, NamedSize>> };

/** Memory that goes with a stretch of vCPUs, ends included; the stretches rise and do not overlap. */
export interface SizeRange {
  vcpu: readonly [from: number, to: number];
  gb: readonly [from: number, to: number];
}

export interface NamedSize {
  vcpu: number;
  gb: number;
  /** Burstable: its vCPUs may not run all the time, so a workload is never put on it unasked. */
  burstable?: boolean;
  arm64?: boolean;
}

export interface Charge {
  /** Key of the meter; a variant for arm64 or Windows is taken when the sheet has one. */
  meter: string;
  /** Name of the quantity, or several to multiply. */
  of: string | readonly string[];
  scale?: number;
  part: Part;
  /** The meter is the one that is named by the size. */
  bySize?: boolean;
}

/** Said where the range of sizes is common knowledge only. */
export const NO_SIZE_SOURCE = 'The range of sizes has no stored source.';

export type Companion = 'front-door' | 'load-balancer' | 'nat';
