import { HOURS_PER_MONTH } from '../../load/traffic.ts';
import { findSheet } from '../find-sheet.ts';
import type { FrontDoor, Part } from '../options.ts';
import type { Companion } from '../rules/rule.ts';
import type { SheetMeter } from '../sheets/sheet.ts';
import { type Driver, keyOfDriver } from './drivers.ts';
import { type Linear, linear, ONE } from './linear.ts';
import type { Context } from './quantities.ts';

/** One metered quantity of a month's bill. */
export interface Item {
  meter: SheetMeter;
  part: Part;
  quantity: Linear;
  assumption?: string;
}

const REQUESTS = keyOfDriver({ kind: 'requests' } satisfies Driver);
const GB = 1024 ** 3;
/** A request at an HTTP API is metered in units of 512 KB. */
const HTTP_UNIT_BYTES = 512 * 1024;
/** One LCU carries 1 GB an hour (golden file), and 25 new connections a second (AWS's text, no stored source). */
const LCU = { gbPerHour: 1, connectionsPerSecond: 25 };

/** What stands beside a platform in a workload's bill, priced by the sheets of those parts. */
export const companionItems = (context: Context): Item[] =>
  (context.found.rule.companions ?? []).flatMap((companion) => COMPANIONS[companion](context));

const COMPANIONS: Readonly<Record<Companion, (context: Context) => Item[]>> = {
  'front-door': frontDoor,
  'load-balancer': loadBalancer,
  nat: natGateway,
};

const DOORS: Readonly<Record<FrontDoor, { meter: string; unitBytes: number } | null>> = {
  'http-api': { meter: 'http', unitBytes: HTTP_UNIT_BYTES },
  'rest-api': { meter: 'rest', unitBytes: Number.POSITIVE_INFINITY },
  'function-url': null,
};

function frontDoor(context: Context): Item[] {
  const door = DOORS[context.options.frontDoor];
  const meter = door === null ? undefined : meterOf(context, 'aws_api_gateway', door.meter);
  if (door === null || meter === undefined) return [];
  const units = Math.max(1, Math.ceil(context.usage.bytesPerRequest / door.unitBytes));
  return [{ meter, part: 'front-door', quantity: linear([REQUESTS, units]) }];
}

/** Both dimensions of an LCU grow with traffic, so the larger one is the larger coefficient. */
function loadBalancer(context: Context): Item[] {
  const { bytesPerRequest, requestsPerConnection } = context.usage;
  const perRequest = Math.max(
    bytesPerRequest / GB / LCU.gbPerHour,
    1 / Math.max(1, requestsPerConnection) / (LCU.connectionsPerSecond * 3600),
  );
  const hour = meterOf(context, 'aws_alb', 'hour');
  const lcu = meterOf(context, 'aws_alb', 'lcu');
  const assumption = `${Number((bytesPerRequest / 1024).toFixed(1))} KiB a request, ${requestsPerConnection} requests a connection; the 25 new connections a second of one LCU have no stored source.`;
  return [
    ...(hour === undefined
      ? []
      : [{ meter: hour, part: 'load-balancer' as const, quantity: linear([ONE, HOURS_PER_MONTH]) }]),
    ...(lcu === undefined
      ? []
      : [
          {
            meter: lcu,
            part: 'load-balancer' as const,
            quantity: linear([REQUESTS, perRequest]),
            assumption,
          },
        ]),
  ];
}

function natGateway(context: Context): Item[] {
  const meter = meterOf(context, 'aws_misc', 'nat_hour');
  if (meter === undefined) return [];
  const assumption =
    'One gateway; what the tasks themselves fetch from outside was not measured and is not counted.';
  return [{ meter, part: 'nat', quantity: linear([ONE, HOURS_PER_MONTH]), assumption }];
}

const meterOf = ({ book }: Context, platform: string, meter: string): SheetMeter | undefined =>
  findSheet(book, platform).sheet.meters[meter];
