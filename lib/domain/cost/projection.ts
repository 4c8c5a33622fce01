import { HOURS_PER_MONTH } from '../load/traffic.ts';
import type { Ms, Share, Usd } from '../units.ts';
import type { PlatformBill, PlatformChoice } from './bill.ts';
import { costCurve } from './curve.ts';
import { type TrafficClass, trafficClasses } from './month/traffic-classes.ts';
import type { BillOptions } from './options.ts';
import type { Usage } from './usage.ts';

/** The largest traffic that is priced; growth stops there. */
const MOST_REQUESTS = 1e13;

export interface GrowthMonth {
  /** From 0, the month as described. */
  month: number;
  requestsPerMonth: number;
  /** In the order of the choices. */
  usd: readonly Usd[];
}

/**
 * The bill of each month while traffic grows by `rate` a month (0.05 is 5%), compounded. Prices are
 * taken to stay as they are. @throws CrossoverError as `billOf` does.
 */
export function growth(
  choices: readonly PlatformChoice[],
  usage: Usage,
  rate: number,
  options?: Partial<BillOptions>,
  months = 36,
): GrowthMonth[] {
  const curves = choices.map(({ platform, region }) => costCurve(platform, region, usage, options));
  return Array.from({ length: months + 1 }, (_, month) => {
    const requestsPerMonth = Math.min(MOST_REQUESTS, usage.requestsPerMonth * (1 + rate) ** month);
    return { month, requestsPerMonth, usd: curves.map((curve) => curve.at(requestsPerMonth)) };
  });
}

/** What an event costs beside the month without it. */
export interface EventCost {
  /** Dollars of the month without and with the event. */
  usualUsd: Usd;
  eventUsd: Usd;
  extraUsd: Usd;
  /** Requests that the event adds. */
  extraRequests: number;
}

/** A spike: `times` the usual rate for `hours` of the month, whenever they are; the rest of the month as described. */
export function spike(
  choice: PlatformChoice,
  usage: Usage,
  event: { times: number; hours: number },
  options?: Partial<BillOptions>,
): EventCost {
  const change: Change = (one) => ({ rate: one.rate * event.times, peak: one.peak * event.times });
  return eventCost(choice, usage, withEvent(usage, change, event.hours), options);
}

/**
 * An endless retry loop: `callers` that call again as soon as they are answered, for `hours`, on top of
 * the usual traffic. Each keeps one request in progress, so the rate is callers / time of a request.
 */
export function retryLoop(
  choice: PlatformChoice,
  usage: Usage,
  event: { callers: number; hours: number },
  options?: Partial<BillOptions>,
): EventCost {
  const ms: Ms = usage.durationsMs.reduce((sum, one) => sum + one, 0) / Math.max(1, usage.durationsMs.length);
  const added = (event.callers * 1000) / Math.max(1, ms);
  const change: Change = (one) => ({ rate: one.rate + added, peak: one.peak + added });
  return eventCost(choice, usage, withEvent(usage, change, event.hours), options);
}

type Change = (usual: TrafficClass) => Pick<TrafficClass, 'rate' | 'peak'>;

/** The month with its share of `hours` of each kind of hour changed: nobody knows when an event comes. */
function withEvent(usage: Usage, change: Change, hours: number): TrafficClass[] {
  const share = Math.min(Math.max(0, hours), HOURS_PER_MONTH) / HOURS_PER_MONTH;
  return trafficClasses(usage.requestsPerMonth, usage.shape).flatMap((one) => [
    { ...one, hours: one.hours * (1 - share) },
    { ...one, ...change(one), hours: one.hours * share },
  ]);
}

const requestsOf = (classes: readonly TrafficClass[]): number =>
  classes.reduce((sum, { rate, hours }) => sum + rate * hours * 3600, 0);

function eventCost(
  { platform, region }: PlatformChoice,
  usage: Usage,
  classes: readonly TrafficClass[],
  options?: Partial<BillOptions>,
): EventCost {
  const curve = costCurve(platform, region, usage, options);
  const [usualUsd, eventUsd] = [curve.at(usage.requestsPerMonth), curve.over(classes)];
  return {
    usualUsd,
    eventUsd,
    extraUsd: eventUsd - usualUsd,
    extraRequests: requestsOf(classes) - usage.requestsPerMonth,
  };
}

export interface BudgetAlarm {
  levelUsd: Usd;
  words: string;
}

const ROOM: Share = 0.25;

/** Where to set a budget alarm: a quarter above the upper end of the bill, in whole dollars. */
export function budgetAlarm({
  interval,
  totalUsd,
}: Pick<PlatformBill, 'interval' | 'totalUsd'>): BudgetAlarm {
  const levelUsd = Math.max(1, Math.ceil(interval[1] * (1 + ROOM)));
  const days = (times: number) => Math.max(1, Math.ceil((30 * levelUsd) / Math.max(0.01, totalUsd * times)));
  return {
    levelUsd,
    words: `A quarter above the upper end of the bill. At three times the usual cost it rings on day ${days(3)} of the month, at ten times on day ${days(10)}.`,
  };
}
