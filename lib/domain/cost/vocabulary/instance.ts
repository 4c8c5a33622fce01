import { ec2Price } from '../ec2.ts';
import { billedSeconds } from '../rules/rounding.ts';
import { type Asked, type Counted, defined, ephemeralGb, first, isWindows } from './counted.ts';
import { billedSize, namedSize, type Size } from './size.ts';

const FLY_INCLUDED_GB = 0.25;

/** Platforms that bill an instance while it runs. */
export function instanceQuantities(asked: Asked): Counted {
  const n = asked.inputs.numbers;
  const each = hoursOfEach(asked);
  const count = countOf(asked);
  const instanceH = n.instance_hours ?? (each === undefined ? undefined : each * count);
  const { vcpu, gb } = sizeOf(asked);
  const times = (a: number | undefined, b: number | undefined) =>
    a === undefined || b === undefined ? undefined : a * b;
  const vcpuH = times(instanceH, vcpu);
  const gbH = times(instanceH, gb);
  return {
    quantities: defined({
      instance_h: instanceH,
      vcpu_h: vcpuH,
      gb_h: gbH,
      vcpu_s: n.vcpu_s_billed ?? times(vcpuH, 3600),
      gb_s: n.gib_s_billed ?? times(gbH, 3600),
      windows_vcpu_h: isWindows(asked) ? vcpuH : undefined,
      storage_gb_h: times(instanceH, storageGb(asked)),
      extra_gb_h: times(instanceH, gb === undefined ? undefined : Math.max(0, gb - FLY_INCLUDED_GB)),
      on_demand_usd: times(instanceH, onDemand(asked)),
      ...clusterHours(asked, first(n.hours, each)),
    }),
    facts: [],
    warnings: [...countWarning(asked), ...defaultWarning(asked), ...spotWarning(asked)],
  };
}

/** Instances at once, as the question states them. */
const givenCount = ({ inputs: { numbers: n } }: Asked): number | undefined =>
  first(n.tasks, n.replicas, n.instances, n.pods, n.machines, n.min_instances, n.min_replicas);

/** Instances at once. A cluster without pods has none. */
function countOf(asked: Asked): number {
  const { rule, inputs } = asked;
  const none = rule.id === 'aws_eks' && inputs.numbers.vcpu === undefined && inputs.numbers.gb === undefined;
  return givenCount(asked) ?? (none ? 0 : (rule.minInstances ?? 1));
}

function countWarning(asked: Asked): string[] {
  const { rule, inputs } = asked;
  const asks = hoursOfEach(asked) !== undefined && inputs.numbers.instance_hours === undefined;
  if (!asks || givenCount(asked) !== undefined || countOf(asked) === 0) return [];
  return rule.minInstances === undefined
    ? ['No number of instances: priced for one.']
    : [`No number of instances: priced for ${rule.minInstances}, the least that it runs.`];
}

/** A size that was taken because none was given. */
function defaultWarning({ rule: { size, defaults }, inputs: { texts } }: Asked): string[] {
  if (size?.kind !== 'named' || texts[size.input] !== undefined) return [];
  const taken = defaults?.[size.input];
  return taken === undefined ? [] : [`No ${size.input} given: priced for ${taken}.`];
}

const spotWarning = ({ sheet, inputs }: Asked): string[] =>
  inputs.flags.spot ? [`No sourced spot price for ${sheet.name}: priced on demand.`] : [];

/** Hours of one instance; a run is rounded up as the platform rounds it. */
function hoursOfEach(asked: Asked): number | undefined {
  const n = asked.inputs.numbers;
  const { runtime } = asked.rule;
  const minimumSeconds =
    isWindows(asked) && runtime?.windowsMinimumSeconds !== undefined
      ? runtime.windowsMinimumSeconds
      : (runtime?.minimumSeconds ?? 0);
  const rule = runtime === undefined ? undefined : { ...runtime, minimumSeconds };
  if (n.seconds_per_day !== undefined) return (billedSeconds(n.seconds_per_day, rule) * (n.days ?? 1)) / 3600;
  if (n.seconds !== undefined) return billedSeconds(n.seconds, rule) / 3600;
  if (n.hours !== undefined) return billedSeconds(n.hours * 3600, rule) / 3600;
  return n.rootfs_gb === undefined && n.days !== undefined ? n.days * 24 : undefined;
}

function sizeOf({ sheet, rule, inputs: { numbers: n, texts } }: Asked): Size {
  if (rule.size?.kind === 'named') {
    const wanted = texts[rule.size.input] ?? rule.defaults?.[rule.size.input];
    return typeof wanted === 'string' && !priceGiven(n)
      ? namedSize(sheet.name, rule.size, wanted).size
      : { vcpu: undefined, gb: undefined };
  }
  const gb = first(n.gb, n.gib, n.memory_gb, n.memory_mb === undefined ? undefined : n.memory_mb / 1024);
  return billedSize(sheet.name, rule.size, {
    vcpu: n.vcpu,
    gb,
    windows: texts.os === 'windows',
    roundVcpu: texts.round_vcpu !== 'no',
  });
}

/** A type whose price is given need not be in the sheet. */
export const priceGiven = (n: Readonly<Record<string, number>>): boolean => n.ondemand !== undefined;

function storageGb(asked: Asked): number | undefined {
  const gb = ephemeralGb(asked);
  return gb === undefined ? undefined : Math.max(0, gb - (asked.rule.includedStorageGb ?? 0));
}

/** On-demand dollars an hour, which the management fee is a share of. */
const onDemand = ({ book, inputs: { numbers: n, texts } }: Asked): number | undefined =>
  n.ondemand ?? (texts.instance === undefined ? undefined : ec2Price(book, texts.instance));

function clusterHours({ inputs: { numbers: n, texts } }: Asked, hours: number | undefined) {
  const clusterH = hours === undefined ? undefined : hours * (n.clusters ?? 1);
  const extended = texts.support === 'extended';
  const free = texts.tier === 'free';
  return {
    cluster_h: extended || free ? undefined : clusterH,
    extended_h: extended ? clusterH : undefined,
    free_cluster_h: free ? clusterH : undefined,
  };
}
