import type { MachineInfo } from '#lib/domain/report/report.ts';
import { database } from '../database/database.ts';

export async function upsertEngine(id: string, machine: MachineInfo): Promise<void> {
  const document = JSON.parse(JSON.stringify(machine));
  await database().prisma.engineRow.upsert({
    where: { id },
    create: { id, machine: document },
    update: { heartbeat: new Date(), machine: document },
  });
}

export async function beatEngine(id: string): Promise<void> {
  await database().prisma.engineRow.updateMany({ where: { id }, data: { heartbeat: new Date() } });
}

export async function removeEngine(id: string): Promise<void> {
  await database().prisma.engineRow.deleteMany({ where: { id } });
}

/** The engine heard of last, and whether that was within `freshMs`. */
export async function latestEngine(
  freshMs = 10_000,
): Promise<{ machine: MachineInfo; alive: boolean } | null> {
  const row = await database().prisma.engineRow.findFirst({ orderBy: { heartbeat: 'desc' } });
  if (!row) return null;
  return {
    machine: row.machine as unknown as MachineInfo,
    alive: Date.now() - row.heartbeat.getTime() < freshMs,
  };
}
