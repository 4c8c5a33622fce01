import { type Asked, ephemeralGb, isWindows, wrong } from './counted.ts';
import { namedSize } from './size.ts';

/** @throws CrossoverError when the platform does not sell what the inputs put together. */
export function checkSold(asked: Asked): void {
  checkSystem(asked);
  checkProcessor(asked);
  checkFraction(asked);
  checkKept(asked);
}

function checkSystem(asked: Asked): void {
  if (!isWindows(asked)) return;
  const { sheet, rule, inputs } = asked;
  if (!Object.keys(sheet.meters).some((key) => key.endsWith('_windows')))
    throw wrong(`${sheet.name} has no sourced price with inputs.os windows; nearest valid value: linux.`);
  if (inputs.texts.arch === 'arm64')
    throw wrong(`${sheet.name} has no Windows on inputs.arch arm64; nearest valid value: x86.`);
  const gb = ephemeralGb(asked);
  if (gb !== undefined && gb !== rule.includedStorageGb)
    throw wrong(
      `${sheet.name} has no ephemeral storage of ${gb} GB with Windows: it cannot be set there; nearest valid value: ${rule.includedStorageGb ?? 0} GB.`,
    );
}

function checkProcessor({ sheet, rule, inputs: { texts, numbers } }: Asked): void {
  const { arch } = texts;
  if (arch === undefined) return;
  if (rule.onlyArch !== undefined && arch !== rule.onlyArch)
    throw wrong(`${sheet.name} is not sold with inputs.arch ${arch}; nearest valid value: ${rule.onlyArch}.`);
  const wanted = rule.size?.kind === 'named' ? texts[rule.size.input] : undefined;
  if (rule.size?.kind !== 'named' || wanted === undefined || numbers.ondemand !== undefined) return;
  const { type, size } = namedSize(sheet.name, rule.size, wanted);
  const own = size.arm64 ? 'arm64' : 'x86';
  if (own !== arch) throw wrong(`${type} has no inputs.arch ${arch}; nearest valid value: ${own}.`);
}

/** Part of a vCPU serves one request at a time, where sizes come in ranges (Cloud Run). */
function checkFraction({ sheet, rule, inputs: { numbers: n } }: Asked): void {
  if (rule.size?.kind !== 'ranges' || n.vcpu === undefined || n.vcpu >= 1 || (n.concurrency ?? 1) <= 1)
    return;
  throw wrong(
    `${sheet.name} takes one request at a time below 1 vCPU, not inputs.concurrency ${n.concurrency}; nearest valid value: 1.`,
  );
}

/** Quantities of instances that are kept while they do nothing. */
const KEPT = ['provisioned_gb_s', 'idle_gb_s', 'replica_gb_h'];
const KEPT_INPUTS = ['provisioned', 'always_ready', 'min_instances', 'min_replicas'];

/** Kept instances that have no price would make the bill smaller. */
function checkKept({ sheet, rule, inputs: { numbers } }: Asked): void {
  const given = KEPT_INPUTS.find((name) => (numbers[name] ?? 0) > 0);
  if (given === undefined || (rule.model === 'instance' && given.startsWith('min_'))) return;
  if (rule.charges.some(({ of }) => KEPT.some((name) => of === name))) return;
  throw wrong(`${sheet.name} has no sourced price for instances that are kept ready (inputs.${given}).`);
}
