import { numberOrNaN, readNumber } from '../../numbers/read-number.ts';

/**
 * The worked examples state a few inputs in words. Each of these reads one such text generally, or
 * gives null when it is not written that way. Repetitions are bounded, so that no text takes long.
 */

/** "2M" as 2,000,000; NaN for what could mean two numbers. */
const countOf = (digits: string | undefined, unit: string | undefined): number =>
  numberOrNaN(readNumber(`${digits ?? ''}${unit ?? ''}`, { unit: 'count' })) ?? Number.NaN;

export interface FreeTier {
  requests: boolean;
  compute: boolean;
}

/** For what the free tier counts: "compute only"; "requests: 1M; compute: only off-PC part". */
export function freeTierOf(text: string): FreeTier | null {
  const words = text.toLowerCase();
  if (/^\s*(none|no|off|false)\b/.test(words)) return { requests: false, compute: false };
  if (/^\s*(yes|true|full|all|both)\b/.test(words)) return { requests: true, compute: true };
  const requests = /request|invocation|execution/.test(words);
  const compute = /compute|gb-?s|duration/.test(words);
  if (!(requests || compute)) return null;
  return { requests, compute };
}

export interface Streamed {
  requests: number;
  /** Beyond the free part of each request. */
  gb: number;
  /** The month's free GB are used up. */
  freeUsedUp: boolean;
}

const PAYLOAD = /([\d.,]{1,16})\s{0,4}([kmb]?)\s{0,4}x\s{0,4}([\d.,]{1,16})\s{0,4}(kb|mb|gb)/gi;
const FIRST_FREE_MB = 6;
const MB: Readonly<Record<string, number>> = { kb: 1 / 1024, mb: 1, gb: 1024 };

/** "2M x 100 KB, 1M x 7 MB; first 6 MB/request free; 100 GB free tier exhausted". */
export function streamedOf(text: string): Streamed | null {
  const parts = [...text.matchAll(PAYLOAD)];
  if (parts.length === 0) return null;
  const first = /first\s{1,4}([\d.]{1,16})\s{0,4}MB/i.exec(text)?.[1];
  const freeMb = first === undefined ? FIRST_FREE_MB : Number(first);
  let [requests, megabytes] = [0, 0];
  for (const [, digits, unit, size, sizeUnit] of parts) {
    const count = countOf(digits, unit);
    requests += count;
    megabytes += count * Math.max(0, Number(size) * (MB[(sizeUnit ?? '').toLowerCase()] ?? 0) - freeMb);
  }
  if (Number.isNaN(requests + megabytes)) return null;
  return { requests, gb: megabytes / 1024, freeUsedUp: /exhausted|used up/i.test(text) };
}

/** "1M requests, no free tier". */
export function perOf(text: string): { requests: number; freeTier: boolean } | null {
  const match = /([\d.,]{1,16})\s{0,4}([kmb]?)\s{0,4}(requests|invocations)/i.exec(text);
  if (match === null) return null;
  const requests = countOf(match[1], match[2]);
  if (Number.isNaN(requests)) return null;
  return {
    requests,
    freeTier: /free tier/i.test(text) && !/no free/i.test(text),
  };
}

const PHASE = /([\d.,]{1,16})\s{0,4}([kmb]?)\s{0,4}rps\s{1,4}([\d.]{1,16})\s{0,4}h\/day/gi;

/** "500 rps 4 h/day, 5 rps 20 h/day, 30 days": requests in all. */
export function requestsOfTraffic(text: string): number | null {
  const days = /([\d.]{1,16})\s{0,4}days?\s{0,4}$/i.exec(text.trim())?.[1];
  const phases = [...text.matchAll(PHASE)];
  if (days === undefined || phases.length === 0) return null;
  const perDay = phases.reduce(
    (sum, [, digits, unit, h]) => sum + countOf(digits, unit) * Number(h) * 3600,
    0,
  );
  return Number.isNaN(perDay) ? null : perDay * Number(days);
}

export interface TasksText {
  tasks: number;
  vcpu: number;
  gb: number;
  /** Dollars that are added for a load balancer, as stated. */
  balancerUsd: number;
}

const TASKS =
  /([\d.]{1,16})\s{0,4}tasks?\s{1,4}([\d.]{1,16})\s{0,4}vCPU\s{0,4}\/\s{0,4}([\d.]{1,16})\s{0,4}GB\s{1,4}24x7(?:\s{0,4}\+\s{0,4}ALB\s{0,4}~?\$?([\d.]{1,16}))?/i;

/** "2 tasks 1 vCPU/2 GB 24x7 + ALB ~30". */
export function tasksOf(text: string): TasksText | null {
  const match = TASKS.exec(text);
  if (match === null) return null;
  const [tasks, vcpu, gb, balancerUsd] = match.slice(1).map((part) => Number(part ?? 0));
  return { tasks: tasks ?? 0, vcpu: vcpu ?? 0, gb: gb ?? 0, balancerUsd: balancerUsd ?? 0 };
}
