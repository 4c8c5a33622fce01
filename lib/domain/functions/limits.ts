import type { Bytes, MiB, Ms } from '../units.ts';

const KIB = 1024;
const MIB = 1024 * 1024;

/**
 * What AWS Lambda allows one function. Source: AWS Lambda quotas as of 2026-10-01. The 1 MB of an asynchronous
 * event is the newer figure: older copies of the quotas, and the API reference for a while, say 256 KB.
 */
export const FUNCTION_LIMITS = {
  memory: { least: 128 as MiB, most: 10_240 as MiB },
  /** Timeout in whole seconds, as the platform takes it. */
  timeout: { least: 1_000 as Ms, most: 900_000 as Ms },
  tmp: { least: 512 as MiB, most: 10_240 as MiB },
  /** Names and values of all environment variables together. */
  environmentBytes: (4 * KIB) as Bytes,
  /** A ZIP sent with the request. */
  zipBytes: (50 * MIB) as Bytes,
  /** The package unpacked. */
  unpackedBytes: (250 * MIB) as Bytes,
  synchronousPayloadBytes: (6 * MIB) as Bytes,
  asynchronousPayloadBytes: MIB as Bytes,
  /** An answer that is streamed. */
  streamedBytes: (200 * MIB) as Bytes,
  initTimeout: 10_000 as Ms,
  /** Ahead of requests init has this long, or the function's own timeout when that is longer. */
  provisionedInitTimeout: 130_000 as Ms,
  accountConcurrency: 1_000,
  /** What must stay for functions without a reservation. */
  unreservedConcurrency: 100,
  /** New environments of one function: this many in the interval, refilled continuously. */
  burst: { environments: 1_000, interval: 10_000 as Ms },
  /** The end of the log that `LogType: Tail` returns. */
  logTailBytes: (4 * KIB) as Bytes,
} as const;

/** AWS Lambda gives one vCPU at this much memory and a share in proportion below and above. */
export const MIB_PER_VCPU: MiB = 1_769;

/** CPUs an environment may use once its code is loaded. */
export const cpusOf = (memory: MiB): number => memory / MIB_PER_VCPU;
