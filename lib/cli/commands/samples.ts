import { runtimesOf, runtimeWords } from '#lib/domain/workload/workload.ts';
import { listSamples } from '#lib/samples/load.ts';

export function samples({ json }: { json?: boolean }): void {
  const all = listSamples();
  if (json) {
    const rows = all.map(({ slug, workload }) => ({
      slug,
      name: workload.name,
      description: workload.description,
      runtimes: runtimesOf(workload),
    }));
    console.log(JSON.stringify(rows, null, 2));
    return;
  }
  for (const { slug, workload } of all)
    console.log(
      `${slug.padEnd(14)}${workload.name}: ${workload.description} ${runtimeWords(runtimesOf(workload))}.`,
    );
}
