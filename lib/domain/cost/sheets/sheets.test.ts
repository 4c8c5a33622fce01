import { describe, expect, it } from 'vitest';
import { ruleIds, ruleOf } from '../rules/rules.ts';
import { ageWarning, ageWarnings, DEFAULT_MAX_AGE_DAYS, withAges } from './age.ts';
import { bookOf, withPrice, withSheet } from './book.ts';
import { defaultPriceBook } from './default-book.ts';
import { keyOf, PriceSheet } from './sheet.ts';

const book = defaultPriceBook();
const sheets = Object.values(book.sheets);
const clockAt = (day: string) => ({ wall: () => new Date(`${day}T12:00:00Z`) });

/** The platforms of the collected figures; `others_2026_07` is the group of the last nine. */
const PLATFORMS = [
  ...['aws_lambda', 'aws_lambda_managed_instances', 'aws_lambda_microvms', 'aws_api_gateway', 'aws_alb'],
  ...['aws_fargate', 'aws_ec2_on_demand_linux', 'aws_eks', 'aws_app_runner', 'aws_misc'],
  ...['gcp_cloud_run_request_based', 'gcp_cloud_run_instance_based', 'gcp_functions_1st_gen'],
  ...['gcp_functions_2nd_gen', 'gcp_app_engine', 'gcp_gke', 'azure_functions_consumption'],
  ...['azure_functions_flex', 'azure_functions_premium', 'azure_container_apps', 'azure_aci', 'azure_aks'],
  ...['cloudflare_workers_paid', 'cloudflare_containers', 'ibm_code_engine', 'vercel_functions'],
  ...['digitalocean_functions', 'oracle_functions', 'fly_machines'],
];
const OTHERS = [
  ...['alibaba_fc', 'scaleway_functions', 'scaleway_containers', 'yandex_functions', 'modal', 'railway'],
  ...['render', 'koyeb', 'huawei_functiongraph'],
];

describe('the price sheets', () => {
  it('hold every platform of the collected figures', () => {
    const ids = new Set(sheets.map((sheet) => sheet.id));
    expect(PLATFORMS).toHaveLength(29);
    for (const id of [...PLATFORMS, ...OTHERS]) expect(ids, id).toContain(id);
  });

  it('name a known source with its date for every figure', () => {
    for (const sheet of sheets) {
      for (const meter of Object.values(sheet.meters)) {
        const source = book.sources[meter.source];
        expect(source?.asOf.length, `${sheet.id} ${meter.label}`).toBeGreaterThan(3);
        expect(source?.date === null || !Number.isNaN(Date.parse(source?.date ?? ''))).toBe(true);
      }
      if (sheet.status !== null) expect(book.sources[sheet.status.source]).toBeDefined();
    }
  });

  it('have tiers that rise to one without end', () => {
    for (const meter of sheets.flatMap((sheet) => Object.values(sheet.meters))) {
      expect(meter.tiers.at(-1)?.upTo).toBeNull();
      const ends = meter.tiers.slice(0, -1).map((tier) => tier.upTo ?? 0);
      expect([...ends].sort((a, b) => a - b)).toEqual(ends);
    }
  });

  it('have a billing rule each, whose charges the sheet prices', () => {
    for (const sheet of sheets) {
      const rule = ruleOf(sheet.id);
      expect(rule, sheet.id).toBeDefined();
      const keys = new Set(Object.keys(sheet.meters));
      for (const { meter, bySize } of rule?.charges ?? []) {
        // Idle instances have no tier-2 price in the sources; the sheet says so.
        if (bySize || (meter.endsWith('_idle') && sheet.region === 'europe-west3')) continue;
        expect(keys, `${keyOf(sheet)} ${meter}`).toContain(meter);
      }
    }
    expect(new Set(ruleIds())).toEqual(new Set(sheets.map((sheet) => sheet.id)));
  });

  it('never price Azure, or Google, as if there were one region', () => {
    const price = (key: string) => book.sheets[key]?.meters.vcpu?.tiers[0]?.price;
    expect(price('azure_container_apps@East US 2')).toBe('0.000024');
    expect(price('azure_container_apps@West Europe')).toBe('0.000034');
    expect(price('gcp_cloud_run_request_based@us-central1')).toBe('0.000024');
    expect(price('gcp_cloud_run_request_based@europe-west3')).toBe('0.0000336');
  });

  it('say what has ended, closed or moved, and what has no source', () => {
    const status = (id: string) => sheets.find((sheet) => sheet.id === id)?.status?.state;
    expect(status('aws_app_runner')).toBe('closed');
    expect(status('gcp_functions_2nd_gen')).toBe('renamed');
    expect(sheets.find((sheet) => sheet.id === 'ibm_code_engine')?.unsourced.join()).toContain(
      'ended in October 2024',
    );
    expect(sheets.find((sheet) => sheet.id === 'gcp_app_engine')?.unsourced).toHaveLength(2);
    expect(sheets.filter((sheet) => sheet.unsourced.length > 0).length).toBeGreaterThan(25);
  });
});

describe('the age of a sheet', () => {
  const azure = book.sheets['azure_functions_flex@East US 2'];

  it('is warned about once it passes the setting', () => {
    if (azure === undefined) throw new Error('no sheet');
    expect(ageWarning(azure, book.sources, clockAt('2026-11-21'))).toBeNull();
    expect(ageWarning(azure, book.sources, clockAt('2026-11-21'), 30)).toContain('older than 30 days');
    expect(ageWarning(azure, book.sources, clockAt('2027-11-21'))).toContain('Azure Retail Prices API');
  });

  it('of figures without a date is always warned about', () => {
    expect(ageWarnings(book, clockAt('2026-11-21'))['aws_app_runner@us-east-1']).toContain('(undated)');
    expect(DEFAULT_MAX_AGE_DAYS).toBe(90);
  });

  it('stays with the book when a price is changed', () => {
    const old = withAges(book, clockAt('2026-11-21'));
    const changed = withPrice(old, {
      key: 'aws_fargate@us-east-1',
      meter: 'vcpu',
      price: '1',
      day: '2026-11-21',
    });
    expect(changed.old).toEqual(old.old);
  });
});

describe('changing the book', () => {
  const change = { key: 'aws_fargate@us-east-1', meter: 'vcpu', price: '0.03', day: '2026-11-21' };

  it('gives another book with the user as source, and leaves the old one', () => {
    const changed = withPrice(book, change);
    expect(changed.sheets[change.key]?.meters.vcpu).toMatchObject({
      tiers: [{ price: '0.03' }],
      source: 'user',
    });
    expect(changed.sources.user).toMatchObject({ asOf: '2026-11-21' });
    expect(book.sheets[change.key]?.meters.vcpu?.tiers[0]?.price).toBe('0.04048');
  });

  it.each(['-1', '1e3', 'NaN', '', '1.0000000000001'])('refuses %j as a price', (price) =>
    expect(() => withPrice(book, { ...change, price })).toThrow('A price is a decimal number'),
  );
  it('refuses a price that does not exist', () =>
    expect(() => withPrice(book, { ...change, meter: 'gpu' })).toThrow('no price "gpu"'));

  it('takes a sheet of the user for another region', () => {
    const sheet = book.sheets[change.key];
    if (sheet === undefined) throw new Error('no sheet');
    const added = withSheet(book, { ...sheet, region: 'eu-west-1' });
    expect(Object.keys(added.sheets)).toContain('aws_fargate@eu-west-1');
    expect(() => PriceSheet.parse({ ...sheet, id: 'No Id' })).toThrow('small letters');
    expect(bookOf([sheet], {}).sheets[change.key]).toEqual(sheet);
  });
});
