import { CrossoverError } from '../errors.ts';
import { nearestText, plain } from './nearest.ts';
import type { PlatformRule } from './rules/rule.ts';
import { ruleIds, ruleOf } from './rules/rules.ts';
import type { PriceBook } from './sheets/book.ts';
import type { PriceSheet } from './sheets/sheet.ts';

/** Names under which the worked examples know a platform, or that people may write. */
const ALIASES: Readonly<Record<string, string>> = {
  gcp_cloud_run: 'gcp_cloud_run_request_based',
  cloudflare_workers: 'cloudflare_workers_paid',
  aws_lambda_at_edge: 'aws_lambda_edge',
  aws_ec2: 'aws_ec2_on_demand_linux',
  aws_ecs_on_ec2: 'aws_ec2_on_demand_linux',
  aws_nat: 'aws_misc',
  aws_sqs: 'aws_misc',
  gke: 'gcp_gke',
};
const ENDED: Readonly<Record<string, string>> = {
  ibm_cloud_functions:
    'IBM Cloud Functions ended in October 2024 and its prices have no stored source; nearest valid value: ibm_code_engine, which follows it.',
};
const GROUP = 'others_2026_07';

/** Every name that a platform goes by. */
export const platformNames = (): string[] => [...ruleIds(), ...Object.keys(ALIASES)].sort();

export interface Found {
  sheet: PriceSheet;
  rule: PlatformRule;
}

/** Sheet and billing rule of a platform. @throws CrossoverError that names the nearest platform or region. */
export function findSheet(book: PriceBook, platform: string, region?: string): Found {
  const id = Object.hasOwn(ALIASES, platform) ? (ALIASES[platform] ?? platform) : platform;
  const sheets = Object.values(book.sheets).filter((sheet) => sheet.id === id);
  const first = sheets[0];
  if (first === undefined) throw unknownPlatform(platform, book);
  const sheet = region === undefined ? first : sheets.find((one) => plain(one.region) === plain(region));
  if (sheet === undefined) {
    throw unknownRegion(
      first.name,
      region ?? '',
      sheets.map((one) => one.region),
    );
  }
  const rule = ruleOf(id) ?? unitsRule(sheet);
  return { sheet, rule };
}

/** A sheet that a user added for a platform without rules: its meters count the inputs of the same name. */
const unitsRule = (sheet: PriceSheet): PlatformRule => ({
  id: sheet.id,
  model: 'units',
  charges: Object.keys(sheet.meters).map((meter) => ({ meter, of: meter, part: 'compute' })),
  notForWorkloads: 'There is no billing rule for this platform, only prices.',
});

function unknownPlatform(platform: string, book: PriceBook): CrossoverError {
  const ids = [...new Set(Object.values(book.sheets).map((sheet) => sheet.id))];
  const group = `It is a group of platforms, ask for one of: ${ids.slice(-9).join(', ')}.`;
  const near = `Unknown platform "${platform.slice(0, 80)}"; nearest valid value: ${nearestText(platform, [...ids, ...Object.keys(ALIASES)])}.`;
  return new CrossoverError({
    code: 'unknown-platform',
    owner: 'yours',
    message:
      platform === GROUP
        ? `"${GROUP}" is no platform. ${group}`
        : Object.hasOwn(ENDED, platform)
          ? (ENDED[platform] ?? near)
          : near,
    remedy: `Known platforms: ${ids.join(', ')}.`,
  });
}

const unknownRegion = (name: string, region: string, regions: readonly string[]) =>
  new CrossoverError({
    code: 'unknown-region',
    owner: 'yours',
    message: `${name} has no price sheet for region "${region.slice(0, 80)}"; nearest valid value: ${nearestText(region, regions)}.`,
    remedy: `Regions with a sheet: ${regions.join(', ')}.`,
  });
