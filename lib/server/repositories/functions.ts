import { AsynchronousPolicy } from '#lib/domain/functions/asynchronous.ts';
import { FunctionConfiguration, type FunctionVersion } from '#lib/domain/functions/configuration.ts';
import type {
  FunctionSettings,
  FunctionStore,
  StoredFunction,
  StoredVersion,
} from '#lib/executors/function/service/store.ts';
import { database } from '../database/database.ts';

interface Row {
  name: string;
  reserved: number | null;
  provisioned: Record<string, number>;
  last_published: number;
  asynchronous: { deadLetterQueue?: unknown };
  document: Omit<FunctionVersion, 'configuration'> & { configuration: unknown };
  package_zip: Buffer | null;
  package_directory: string | null;
}

const versionOf = ({ document, package_zip, package_directory }: Row): StoredVersion => ({
  // What an older schema wrote is brought up to date here, or refused.
  meta: { ...document, configuration: FunctionConfiguration.parse(document.configuration) },
  package:
    package_zip === null
      ? { kind: 'directory', path: package_directory ?? '' }
      : { kind: 'zip', bytes: package_zip },
});

function functionsOf(rows: readonly Row[]): StoredFunction[] {
  return Map.groupBy(rows, ({ name }) => name)
    .values()
    .map((own) => {
      const {
        name = '',
        reserved = null,
        provisioned = {},
        last_published: lastPublished = 0,
        asynchronous = {},
      } = own[0] ?? {};
      // Where failures are reported had another name at first.
      const { deadLetterQueue: onFailure = null, ...rest } = asynchronous;
      const policy = AsynchronousPolicy.parse({ onFailure, ...rest });
      return {
        name,
        reserved,
        provisioned,
        lastPublished,
        asynchronous: policy,
        versions: own.map(versionOf),
      };
    })
    .toArray();
}

async function all(): Promise<StoredFunction[]> {
  const { rows } = await database().pool.query<Row>(
    `SELECT name, reserved, provisioned, last_published, asynchronous, document, package_zip, package_directory
     FROM function JOIN function_version ON function_name = name ORDER BY name, version`,
  );
  return functionsOf(rows);
}

const SAVE_FUNCTION = `INSERT INTO function (name, reserved, provisioned, last_published, asynchronous)
  VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (name) DO UPDATE SET reserved = excluded.reserved, provisioned = excluded.provisioned,
    last_published = excluded.last_published, asynchronous = excluded.asynchronous`;

const settingValues = ({ name, reserved, provisioned, lastPublished, asynchronous }: FunctionSettings) => [
  ...[name, reserved, JSON.stringify(provisioned), lastPublished, JSON.stringify(asynchronous)],
];

async function saveFunction(settings: FunctionSettings): Promise<void> {
  await database().pool.query(SAVE_FUNCTION, settingValues(settings));
}

/** One statement, so that a function and what is said of its version are both there, or neither. */
async function saveVersion(
  settings: FunctionSettings,
  { meta, package: code }: StoredVersion,
): Promise<void> {
  await database().pool.query(
    `WITH saved AS (${SAVE_FUNCTION})
     INSERT INTO function_version (function_name, version, document, package_zip, package_directory)
     VALUES ($1, $6, $7, $8, $9)
     ON CONFLICT (function_name, version) DO UPDATE SET document = excluded.document,
       package_zip = excluded.package_zip, package_directory = excluded.package_directory`,
    [
      ...settingValues(settings),
      ...[meta.version, JSON.stringify(meta)],
      ...(code.kind === 'zip' ? [code.bytes, null] : [null, code.path]),
    ],
  );
}

/** Functions in Postgres: they outlive the process that serves them. */
export const functionStore = (): FunctionStore => ({
  all,
  saveFunction,
  saveVersion,
  async removeFunction(name) {
    await database().pool.query('DELETE FROM function WHERE name = $1', [name]);
  },
  async removeVersion(settings, version) {
    await database().pool.query(
      `WITH saved AS (${SAVE_FUNCTION}) DELETE FROM function_version WHERE function_name = $1 AND version = $6`,
      [...settingValues(settings), version],
    );
  },
});
