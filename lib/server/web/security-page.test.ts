import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { JSON_LIMITS } from '#lib/domain/text/json.ts';
import { projectRoot } from '#lib/executors/host/home.ts';
import { STORE_LIMITS } from '#lib/executors/services/store-quota.ts';
import { LIMITS } from '#lib/executors/source/reading/lanes.ts';
import { HEAP_MIB } from '#lib/executors/source/reading/reader.ts';
import { MAX_BODY_BYTES } from '../http/read-json.ts';
import { CROWD_LIMITS } from './crowd.ts';
import { GUESSES } from './guesses.ts';
import { WAIT_LIMITS } from './server.ts';

const textOf = (path: string) => readFileSync(join(projectRoot, path), 'utf8');
const page = textOf('.github/SECURITY.md').replaceAll('\n', ' ');
const inWords = (value: number) => value.toLocaleString('en-US');

describe('the page about security', () => {
  const paths = [...page.matchAll(/`((?:lib|app|components|e2e)\/[^`]*)`/g)].map(([, path = '']) => path);

  it('names only tests and folders that are there', () => {
    expect(paths.length).toBeGreaterThan(15);
    expect(paths.filter((path) => !existsSync(join(projectRoot, path)))).toEqual([]);
  });

  it('names only benches that are there', () => {
    const benches = textOf('lib/bench/benches.ts');
    const named = [...page.matchAll(/`bench -- ([\w-]+)`/g)].map(([, name = '']) => name);
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((name) => !new RegExp(`^ +'?${name}'?:`, 'm').test(benches))).toEqual([]);
  });

  it('says the limits that are in force', () => {
    const { connections, requests, streams, browserStreams } = CROWD_LIMITS;
    expect(page).toContain(
      `Per address ${connections.perHolder} connections, ${requests.perHolder} requests at once and ` +
        `${streams.perHolder} event streams (${browserStreams.perHolder} a browser); in all ` +
        `${inWords(connections.inAll)}, ${requests.inAll} and ${streams.inAll}.`,
    );
    expect([GUESSES.perAddress, GUESSES.inAll]).toEqual([10, 100]);
    expect(page).toContain(`${JSON_LIMITS.depth} levels, ${inWords(JSON_LIMITS.values)} values`);
    expect(page).toContain(`${MAX_BODY_BYTES / 1024 / 1024} MiB a request`);
    expect(page).toContain(
      `${inWords(STORE_LIMITS.keys)} keys, ${STORE_LIMITS.totalBytes / 1024 / 1024} MiB a store`,
    );
    expect(page).toContain(`all stores together to ${inWords(STORE_LIMITS.allBytes / 1024 / 1024)} MiB`);
    expect(LIMITS).toEqual({ quick: 1_000, patient: 10_000 });
    expect(page).toContain(`${HEAP_MIB} MiB of JavaScript heap`);
    const { headers, request, silence } = WAIT_LIMITS;
    expect(page).toContain(`${headers / 1000} s for a head, ${request / 1000} s for a request`);
    expect(page).toContain(`either way is cut off after ${silence / 1000} s`);
    const { perHolder, inAll } = CROWD_LIMITS.refusals;
    expect(page).toContain(`${perHolder} from an address and ${inAll} in all are told so`);
  });
});
