import type { PlatformInfo } from '#lib/domain/cost/bill.ts';
import { MOST_PLATFORMS, splitKey } from './results.ts';

/** One platform in one region, as the list offers it. */
export interface Offer {
  key: string;
  info: PlatformInfo;
  region: string;
}

/** What most people ask about first, on both sides. */
const FIRST = [
  'aws_lambda',
  'aws_fargate',
  'gcp_cloud_run_request_based',
  'azure_functions_flex',
  'azure_container_apps',
  'cloudflare_workers_paid',
  'fly_machines',
];

export const offersOf = (platforms: readonly PlatformInfo[]): Offer[] =>
  platforms
    .filter(({ kind }) => kind !== 'part')
    .flatMap((info) => info.regions.map((region) => ({ key: `${info.id}@${region}`, info, region })));

export const firstChoice = (offers: readonly Offer[]): string[] =>
  FIRST.flatMap((id) => offers.find(({ info }) => info.id === id && info.priced)?.key ?? []);

/** The chosen keys, each once, at most 20; a platform without a region gets its first one. */
export function chosenKeys(wanted: readonly string[] | null, offers: readonly Offer[]): string[] {
  if (wanted === null || wanted.length === 0) return firstChoice(offers);
  const keys = wanted.map((key) => {
    const { platform, region } = splitKey(key);
    return region === undefined ? (offers.find(({ info }) => info.id === platform)?.key ?? key) : key;
  });
  return [...new Set(keys)].slice(0, MOST_PLATFORMS);
}

/** Keys of two different platforms. */
export type Pair = readonly [first: string, second: string];

/** The two that are compared: as asked for when they are chosen, else the first of each side. */
export function pairOf(
  keys: readonly { key: string; side: 'function' | 'container' }[],
  asked: { a: string | null; b: string | null },
): Pair | null {
  const has = (key: string | null) => (key !== null && keys.some((one) => one.key === key) ? key : null);
  const a =
    has(asked.a) ?? keys.find(({ side, key }) => side === 'function' && key !== asked.b)?.key ?? keys[0]?.key;
  const rest = keys.filter(({ key }) => key !== a);
  const other =
    (has(asked.b) === a ? null : has(asked.b)) ??
    rest.find(({ side }) => side === 'container')?.key ??
    rest[0]?.key;
  return a === undefined || other === undefined ? null : [a, other];
}
