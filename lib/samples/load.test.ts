import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CrossoverError, type Problem } from '#lib/domain/errors.ts';
import { listSamples, loadSample, loadWorkloadFile } from './load.ts';
import { SAMPLES } from './samples.ts';
import { SCHEMA_PATH, workloadSchemaText } from './schema.ts';

const here = dirname(fileURLToPath(import.meta.url));

describe('the samples', () => {
  it('load, each with its code, in their order', () => {
    const samples = listSamples();
    expect(samples.map((one) => one.slug)).toEqual([...SAMPLES]);
    for (const { workload } of samples) {
      expect(workload.code.files.some((file) => file.path === workload.code.entry)).toBe(true);
      expect(workload.description.length).toBeGreaterThan(20);
    }
  });

  it('fill in what a workload.json may leave out', () => {
    expect(loadSample('blog').slowServiceMs).toBe(0);
    expect(loadSample('slow-service').slowServiceMs).toBe(100);
  });

  it('name the published schema', () => {
    for (const slug of SAMPLES) {
      const file = join(here, slug, 'workload.json');
      const { $schema } = JSON.parse(readFileSync(file, 'utf8')) as { $schema: string };
      expect(resolve(dirname(file), $schema)).toBe(SCHEMA_PATH);
    }
  });

  it('say which there are when one is unknown, also for tricks', () => {
    expect(() => loadSample('blogg')).toThrow('no sample called "blogg"');
    expect(() => loadSample('../../etc')).toThrow(CrossoverError);
  });
});

describe('the JSON Schema on disk', () => {
  it('is what the zod schema says (else run: node lib/samples/schema.ts)', () => {
    expect(existsSync(SCHEMA_PATH)).toBe(true);
    expect(readFileSync(SCHEMA_PATH, 'utf8')).toBe(workloadSchemaText());
  });
});

describe('loadWorkloadFile', () => {
  let folder: string;
  const file = () => join(folder, 'work', 'workload.json');
  const write = (change: object) => {
    const { code: _, variants: __, ...sample } = loadSample('cpu');
    const code = { entry: 'handler.js', files: ['handler.js'] };
    writeFileSync(file(), JSON.stringify({ ...sample, code, ...change }));
  };
  const problem = (): Problem => {
    try {
      loadWorkloadFile(file());
    } catch (error) {
      if (error instanceof CrossoverError) return error.problem;
      throw error;
    }
    throw new Error('it loaded');
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'crossover-samples-'));
    mkdirSync(join(folder, 'work'));
    writeFileSync(join(folder, 'work', 'handler.js'), 'export const handler = () => 1;\n');
    writeFileSync(join(folder, 'secret.js'), 'export const secret = 42;\n');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('reads variants for other runtimes, and refuses two of one', () => {
    writeFileSync(join(folder, 'work', 'handler.py'), 'def handler(event, context): return 1\n');
    write({ variants: [{ entry: 'handler.py', files: ['handler.py'] }] });
    expect(loadWorkloadFile(file()).variants).toEqual([
      {
        entry: 'handler.py',
        handler: 'handler',
        files: [{ path: 'handler.py', content: 'def handler(event, context): return 1\n' }],
      },
    ]);
    write({ variants: [{ entry: 'handler.js', files: ['handler.js'] }] });
    expect(problem().message).toContain('variants: Every variant needs a runtime of its own');
    write({ variants: [{ entry: 'gone.py', files: ['gone.py'] }] });
    expect(problem().message).toContain('gone.py cannot be read');
  });

  it('reads a description in UTF-8 with a byte-order mark and in UTF-16', () => {
    write({ name: 'größe ☃' });
    const text = readFileSync(file(), 'utf8');
    for (const bytes of [Buffer.from(`\ufeff${text}`), Buffer.from(`\ufeff${text}`, 'utf16le')]) {
      writeFileSync(file(), bytes);
      expect(loadWorkloadFile(file()).name).toBe('größe ☃');
    }
  });

  it('reads the code beside the file and the default name of the handler', () => {
    write({});
    expect(loadWorkloadFile(file()).code).toEqual({
      entry: 'handler.js',
      handler: 'handler',
      files: [{ path: 'handler.js', content: 'export const handler = () => 1;\n' }],
    });
  });

  it('reads a file with its version or without, and refuses one of a version to come', () => {
    write({ version: 1 });
    expect(loadWorkloadFile(file())).not.toHaveProperty('version');
    write({ version: 99 });
    expect(problem()).toMatchObject({ code: 'stored-by-newer-version', owner: 'yours' });
    write({ version: 'new' });
    expect(problem().message).toContain('version:');
  });

  it('names the file and the field that is wrong', () => {
    write({ memoryMiB: 64, traffic: { requestsPerMonth: 1.5, shape: 'steady' } });
    expect(problem()).toMatchObject({ code: 'workload-file-invalid', owner: 'yours' });
    expect(problem().message).toContain(file());
    expect(problem().message).toContain('memoryMiB: Functions start at 128 MiB.');
    expect(problem().message).toContain('traffic.requestsPerMonth: Requests are whole.');
  });

  it('says that it is not JSON, not there, or that code is missing', () => {
    writeFileSync(file(), '{ "name": ');
    expect(problem().message).toContain('is not JSON');
    rmSync(file());
    expect(problem()).toMatchObject({ code: 'workload-file-unreadable' });
    write({ code: { entry: 'gone.js', files: ['gone.js'] } });
    expect(problem().message).toContain('code.files: gone.js cannot be read');
    write({ code: { entry: 'other.js', files: ['handler.js'] } });
    expect(problem().message).toContain('code.entry: The entry file is not among the files.');
  });

  it.each(['../secret.js', '/etc/passwd', 'a/../../secret.js', './handler.js', 'a//b.js'])(
    'refuses the path %s',
    (path) => {
      write({ code: { entry: 'handler.js', files: ['handler.js', path] } });
      expect(problem()).toMatchObject({ code: 'workload-file-invalid' });
      expect(problem().message).toContain('code.files.1');
    },
  );

  it('does not follow a link out of the folder: of a file, of a folder, of a file that looks like a sibling', () => {
    symlinkSync(join(folder, 'secret.js'), join(folder, 'work', 'link.js'));
    symlinkSync(folder, join(folder, 'work', 'up'));
    mkdirSync(join(folder, 'work-two'));
    writeFileSync(join(folder, 'work-two', 'x.js'), '1');
    symlinkSync(join(folder, 'work-two', 'x.js'), join(folder, 'work', 'near.js'));
    for (const path of ['link.js', 'up/secret.js', 'near.js']) {
      write({ code: { entry: 'handler.js', files: ['handler.js', path] } });
      expect(problem()).toMatchObject({ code: 'workload-code-escapes' });
      expect(problem().message).not.toContain('42');
    }
  });

  it('does not hang on a pipe and does not read without bound', () => {
    execFileSync('mkfifo', [join(folder, 'work', 'pipe.js')]);
    write({ code: { entry: 'pipe.js', files: ['pipe.js'] } });
    expect(problem().message).toContain('it is not a file');
    writeFileSync(join(folder, 'work', 'large.js'), ' '.repeat(4_000_001));
    write({ code: { entry: 'large.js', files: ['large.js'] } });
    expect(problem().message).toContain('at most 4000000 are read');
  });
});
