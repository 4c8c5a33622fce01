import type { MiB } from '../units.ts';
import type { PriceBook } from './sheets/book.ts';

/** What a line of a bill is for. Fixed and variable parts alike can be switched off. */
export const PARTS = [
  'compute',
  'requests',
  'front-door',
  'load-balancer',
  'nat',
  'control-plane',
  'subscription',
  'provisioned',
  'storage',
  'egress',
] as const;
export type Part = (typeof PARTS)[number];

export const FRONT_DOORS = ['http-api', 'rest-api', 'function-url'] as const;
export type FrontDoor = (typeof FRONT_DOORS)[number];

/** The switches of a bill. */
export interface BillOptions {
  /** The account's free tier. Off by default: one account has it once, whatever runs there. */
  freeTier: boolean;
  /** What stands before an AWS function. Other platforms bring their own door at no charge. */
  frontDoor: FrontDoor;
  arch: 'x86' | 'arm64';
  /** Interruptible capacity, where a price has a source. */
  spot: boolean;
  /** Execution environments kept ready all month (provisioned concurrency, always-ready instances). */
  provisioned: number;
  /** Ephemeral storage of each environment or task; what the platform includes costs nothing. */
  ephemeralMiB?: MiB;
  /** Parts that are not on this bill: "you already run a load balancer". */
  off: readonly Part[];
  /** Dollars for one euro, for sheets in euros. Null: they cannot be compared, and say so. */
  usdPerEur: number | null;
  /** Null: the price sheets that come with the product. */
  book: PriceBook | null;
}

/** NAT is off: a task in a public subnet needs none. */
export const DEFAULT_OPTIONS: BillOptions = {
  freeTier: false,
  frontDoor: 'http-api',
  arch: 'x86',
  spot: false,
  provisioned: 0,
  off: ['nat'],
  usdPerEur: null,
  book: null,
};

export const withDefaults = (options: Partial<BillOptions> = {}): BillOptions => ({
  ...DEFAULT_OPTIONS,
  ...options,
});
