import { PlayedTraffic } from '#components/traffic/played-traffic.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { familyOf } from '#lib/domain/execution/candidate.ts';
import type { Capability, Side } from '#lib/domain/execution/executor.ts';
import type { Report } from '#lib/domain/report/report.ts';
import { Facts } from './facts.tsx';
import { buildFacts, generatorFacts, machineFacts, planFacts, workloadFacts } from './method-facts.ts';
import { Section } from './section.tsx';

/** How it was measured, on what, and what is taken for granted. */
export const MethodSection = ({ report }: { report: Report }) => (
  <Section
    id="method"
    title="Method"
    lead="Requests are sent when their schedule says, whether or not earlier ones were answered, and latency counts from that moment."
  >
    <PlayedTraffic plan={report.plan} title="What was sent in each turn" />
    <div className="grid gap-8 md:grid-cols-2">
      <Facts title="Plan" facts={planFacts(report.plan)} />
      <Facts title="Workload" facts={workloadFacts(report.workload)} />
      {report.candidates.map((one) => (
        <Facts key={one.id} title={BUILT[familyOf(one)]} facts={buildFacts(one)} />
      ))}
      {report.generator ? <Facts title="Load generator" facts={generatorFacts(report)} /> : null}
      <Facts title="Machine" facts={machineFacts(report)} />
      <Capabilities capabilities={report.machine.capabilities} />
    </div>
    {report.assumptions.length > 0 ? (
      <div>
        <h3 className="text-sm font-semibold">Assumptions</h3>
        <ul className="mt-2 flex max-w-3xl list-disc flex-col gap-1 pl-4 text-sm">
          {report.assumptions.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      </div>
    ) : null}
  </Section>
);

const BUILT: Record<Side, string> = { function: 'Function side', container: 'Container side' };

const STATUS: Record<Capability['status'], string> = {
  ok: 'enforced',
  degraded: 'not enforced',
  missing: 'missing',
};

/** An engine is there or not; everything else is enforced or not. */
function statusWord({ id, side, status }: Capability): string {
  if (side !== 'function' && status === 'ok') return 'available';
  if (id.startsWith('engine-')) return 'not there';
  return side === 'machine' && status === 'degraded' ? 'shared and weaker' : STATUS[status];
}

const Capabilities = ({ capabilities }: { capabilities: readonly Capability[] }) => (
  <div>
    <h3 className="text-sm font-semibold">Sandbox layers and engines</h3>
    <ul className="mt-2 divide-y divide-border/60 border-y text-sm">
      {capabilities.map((capability) => (
        <li key={capability.id} className="py-1.5">
          <p className="flex items-center justify-between gap-3">
            <span>{capability.title}</span>
            <Badge variant={capability.status === 'ok' ? 'neutral' : 'dashed'}>
              {statusWord(capability)}
            </Badge>
          </p>
          <p className="text-xs text-muted-foreground">{capability.detail}</p>
        </li>
      ))}
    </ul>
  </div>
);
