import { readFileSync } from 'node:fs';
import { arch, cpus, type as osType, release, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Capability, Executor } from '#lib/domain/execution/executor.ts';
import type { MachineInfo } from '#lib/domain/execution/machine.ts';
import { surroundingsLine } from '#lib/domain/execution/surroundings.ts';
import { projectRoot } from '#lib/executors/host/home.ts';
import { pythonVersion } from '#lib/executors/host/python.ts';
import { surroundings } from '#lib/executors/host/surroundings.ts';

/** The machine a report was measured on, and what it can enforce. */
export async function describeThisMachine(executors: readonly Executor[]): Promise<MachineInfo> {
  // At the same moment, so that both tell of the same engines.
  const [capabilities, engines, python] = await Promise.all([
    Promise.all(executors.map((executor) => executor.capabilities())),
    Promise.all(executors.map((executor) => executor.engines?.() ?? [])),
    pythonVersion(),
  ]);
  return {
    ...hardware(),
    python,
    capabilities: [...capabilities.flat(), ...surroundingsLine(surroundings())] satisfies Capability[],
    engines: engines.flat(),
  };
}

/** The same with what one side has now: container engines and languages come and go, everything else stays as it was found. */
export async function lookedAnew(machine: MachineInfo, executor: Executor): Promise<MachineInfo> {
  const now = await describeThisMachine([executor]);
  // What the machine itself is, is told anew with either side.
  const others = machine.capabilities.filter(({ side }) => side !== executor.side && side !== 'machine');
  return {
    ...machine,
    capabilities: [...others, ...now.capabilities],
    engines: now.engines,
    python: now.python ?? null,
  };
}

function hardware(): Omit<MachineInfo, 'capabilities' | 'engines' | 'python'> {
  return {
    os: distribution(),
    kernel: release(),
    arch: arch(),
    cpuModel: cpus()[0]?.model.trim() || 'unknown processor',
    cpus: cpus().length,
    memoryMiB: Math.round(totalmem() / 2 ** 20),
    node: process.version,
    crossover: packageVersion(),
  };
}

function distribution(): string {
  try {
    const text = readFileSync('/etc/os-release', 'utf8');
    return /^PRETTY_NAME="?([^"\n]+)/m.exec(text)?.[1] ?? osType();
  } catch {
    return osType();
  }
}

function packageVersion(): string {
  const text = readFileSync(join(projectRoot, 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
