import { sizeMeter } from '../ec2.ts';
import { type MeterLine, meterLines } from '../meter-lines.ts';
import type { Charge } from '../rules/rule.ts';
import type { SheetMeter } from '../sheets/sheet.ts';
import { type Asked, first, isWindows, wrong } from './counted.ts';
import { namedSize } from './size.ts';
import { freeTierOf, streamedOf } from './texts.ts';

/** The price that a question brings itself. */
const OWN_PRICE = 'question';

/** Quantity of a charge; undefined when the question does not hold what it counts. */
export function quantityOf(charge: Charge, quantities: Readonly<Record<string, number>>): number | undefined {
  const names = typeof charge.of === 'string' ? [charge.of] : charge.of;
  let product = charge.scale ?? 1;
  for (const name of names) {
    const factor = quantities[name];
    if (factor === undefined) return undefined;
    product *= factor;
  }
  return product;
}

/** The exact lines of a charge, one for each tier; none when it does not apply. */
export function chargeLines(
  charge: Charge,
  asked: Asked,
  quantities: Readonly<Record<string, number>>,
): MeterLine[] {
  const quantity = quantityOf(charge, quantities);
  if (quantity === undefined) return [];
  const meter = withOwnPrice(charge, asked, meterOf(charge, asked));
  if (meter !== undefined) return meterLines(meter, quantity, hasFreeTier(charge, asked));
  if (quantity > 0)
    throw wrong(
      `${asked.sheet.name} in ${asked.sheet.region} has no sourced price of ${charge.meter.replaceAll('_', ' ')}, of which the inputs count ${quantity}.`,
    );
  return [];
}

/** The meter for the processor and system that were asked for; an EC2 type or a node by its name. */
function meterOf(charge: Charge, asked: Asked): SheetMeter | undefined {
  const { rule, sheet, inputs, book } = asked;
  if (charge.bySize && rule.size?.kind === 'named') {
    const wanted = inputs.texts[rule.size.input] ?? rule.defaults?.[rule.size.input];
    if (wanted === undefined || inputs.numbers.ondemand !== undefined) return nameless(wanted);
    const { type } = namedSize(sheet.name, rule.size, String(wanted));
    return sizeMeter(book, rule.sizesOf ?? sheet.id, type);
  }
  const variants = [
    ...(isWindows(asked) ? [`${charge.meter}_windows`] : []),
    ...(inputs.texts.arch === 'arm64' ? [`${charge.meter}_arm64`] : []),
    ...(charge.meter === 'epu' && inputs.texts.esm === 'sqs' ? ['epu_sqs'] : []),
    charge.meter,
  ];
  const key = variants.find((variant) => Object.hasOwn(sheet.meters, variant));
  return key === undefined ? undefined : sheet.meters[key];
}

/** An instance whose price the question states. */
const nameless = (type: unknown): SheetMeter => ({
  label: `Instance ${typeof type === 'string' ? type : ''}`.trim(),
  unit: 'hours',
  per: 1,
  tiers: [{ upTo: null, price: '0' }],
  free: 0,
  included: 0,
  source: OWN_PRICE,
});

function withOwnPrice(charge: Charge, { rule, inputs }: Asked, meter: SheetMeter | undefined) {
  const names = Object.entries(rule.overrides ?? {}).filter(([, key]) => key === charge.meter);
  const price = first(...names.map(([name]) => inputs.numbers[name]));
  if (meter === undefined || price === undefined) return meter;
  return { ...meter, per: 1, tiers: [{ upTo: null, price: decimal(price) }], source: OWN_PRICE };
}

const decimal = (value: number): string => value.toFixed(12).replace(/\.?0+$/, '');

/** Whether the free tier counts for this charge. Off unless the question says so. */
function hasFreeTier(charge: Charge, { inputs }: Asked): boolean {
  const text = inputs.texts.free_tier;
  const streamed = inputs.texts.payload;
  if (charge.meter === 'streamed' && streamed !== undefined && streamedOf(streamed)?.freeUsedUp) return false;
  if (text === undefined) return inputs.flags.free_tier ?? false;
  const parsed = freeTierOf(text);
  if (parsed === null)
    throw wrong(
      `inputs.free_tier "${text}" says neither for requests nor for compute; nearest valid value: true.`,
    );
  return charge.part === 'requests' ? parsed.requests : parsed.compute;
}
