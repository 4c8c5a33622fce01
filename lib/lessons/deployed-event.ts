import type { Deployment, Side } from '#lib/domain/execution/executor.ts';
import type { InteractiveEvent } from '#lib/domain/live/events.ts';

/** Tells that a side can be asked, with what stands ready there: a replica's start came before any request. */
export function deployedEvent(side: Side, deployment: Deployment): InteractiveEvent {
  const { engine, codeBytes, buildTime: buildMs } = deployment.build;
  const ready = deployment
    .instances()
    .flatMap(({ id, init }) => (init === null ? [] : [{ instanceId: id, initMs: init }]));
  return { kind: 'deployed', side, engine, codeBytes, buildMs, ready };
}
