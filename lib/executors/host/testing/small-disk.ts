import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bytes, MiB } from '#lib/domain/units.ts';

/** A file system of its own in memory, so that nothing else of the machine is full or read-only. Needs root. */
export class SmallDisk implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), 'crossover-disk-'));

  constructor(size: MiB) {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}m,mode=755`, 'crossover-disk', this.path]);
  }

  /** A place for CROSSOVER_HOME. */
  get home(): string {
    return join(this.path, 'home');
  }

  free(): Bytes {
    const { bavail, bsize } = statfsSync(this.path);
    return bavail * bsize;
  }

  fill(): void {
    try {
      for (const block = Buffer.alloc(1 << 20); ; )
        writeFileSync(join(this.path, 'filler'), block, { flag: 'a' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  }

  empty(): void {
    rmSync(join(this.path, 'filler'));
  }

  readOnly(): void {
    execFileSync('mount', ['-o', 'remount,ro', this.path]);
  }

  [Symbol.dispose](): void {
    execFileSync('umount', ['--lazy', this.path]);
    rmSync(this.path, { recursive: true, force: true });
  }
}
