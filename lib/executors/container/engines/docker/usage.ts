import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { z } from 'zod';
import type { Bytes } from '#lib/domain/units.ts';
import { type ContainerUsage, NO_USAGE } from '../engine.ts';
import type { Told } from './group.ts';

/** What we read of `GET /containers/{id}/stats`; Podman answers in the same form, with some of it left out. */
const Stats = z.object({
  cpu_stats: z
    .object({
      cpu_usage: z.object({ total_usage: z.number() }).partial().optional(),
      throttling_data: z
        .object({ periods: z.number(), throttled_periods: z.number(), throttled_time: z.number() })
        .partial()
        .optional(),
    })
    .optional(),
  memory_stats: z.object({ usage: z.number(), max_usage: z.number() }).partial().optional(),
});

const PER_MS = 1e6;
const ms = (nanoseconds: number | undefined) => (nanoseconds === undefined ? null : nanoseconds / PER_MS);

/**
 * The most memory a container ever held, which engines leave out where cgroups are of version 2: from its group
 * itself (Linux 5.19 and later). Null when the engine is on another machine, where the number is another process.
 */
export async function peakOf(
  pid: number,
  id: string,
  { proc, groups } = { proc: '/proc', groups: '/sys/fs/cgroup' },
): Promise<Bytes | null> {
  try {
    const own = await readFile(join(proc, String(pid), 'cgroup'), 'utf8');
    const path = /^0::(.*)$/m.exec(own)?.[1];
    if (!path?.includes(id)) return null;
    const peak = Number.parseInt(await readFile(join(groups, path, 'memory.peak'), 'utf8'), 10);
    return Number.isFinite(peak) ? peak : null;
  } catch {
    return null;
  }
}

/** The engine's own figures; of a container that has ended it only knows whether memory ended it, which `isKilled` weighs. */
export async function dockerUsage(
  container: Docker.Container,
  isKilled: (told: Told) => boolean,
): Promise<ContainerUsage> {
  try {
    const [given, { State }] = await Promise.all([
      container.stats({ stream: false, 'one-shot': true }),
      container.inspect(),
    ]);
    const { cpu_stats, memory_stats } = Stats.parse(given);
    const throttling = cpu_stats?.throttling_data;
    const oomKills = Number(isKilled({ code: State.Running ? null : State.ExitCode, said: State.OOMKilled }));
    if (memory_stats?.usage === undefined) return { ...NO_USAGE, oomKills };
    return {
      cpuTime: ms(cpu_stats?.cpu_usage?.total_usage),
      memoryUsed: memory_stats.usage,
      memoryPeak: memory_stats.max_usage ?? (await peakOf(State.Pid, container.id)),
      throttledPeriods: throttling?.throttled_periods ?? null,
      periods: throttling?.periods ?? null,
      throttledTime: ms(throttling?.throttled_time),
      oomKills,
    };
  } catch {
    return NO_USAGE;
  }
}
