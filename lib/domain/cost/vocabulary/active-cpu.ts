import { type Asked, type Counted, defined, first } from './counted.ts';
import { instanceQuantities } from './instance.ts';
import { invocationQuantities } from './invocation.ts';

/**
 * Platforms that bill the CPU time that was used: functions count it by request, instances by request or as a share
 * of their vCPUs while they run.
 */
export function activeCpuQuantities(asked: Asked): Counted {
  if (asked.rule.memory !== undefined) return invocationQuantities(asked);
  const counted = instanceQuantities(asked);
  const { vcpu_s: provisioned, instance_h: hours } = counted.quantities;
  const { numbers: n } = asked.inputs;
  const diskGb = diskOf(asked);
  const requests = first(n.requests, n.invocations);
  const byRequest =
    requests === undefined || n.cpu_ms_per_request === undefined
      ? undefined
      : (requests * n.cpu_ms_per_request) / 1000;
  const byShare =
    provisioned === undefined || n.cpu_utilisation === undefined
      ? undefined
      : provisioned * n.cpu_utilisation;
  const { vcpu_s: _, ...rest } = counted.quantities;
  return {
    ...counted,
    quantities: {
      ...rest,
      ...defined({
        vcpu_s: first(n.vcpu_s_billed, byRequest, byShare),
        disk_gb_s:
          n.disk_gb_s ?? (hours === undefined || diskGb === undefined ? undefined : hours * 3600 * diskGb),
      }),
    },
  };
}

/** Disk that comes with the size that was asked for. */
const diskOf = ({ rule: { size }, inputs: { numbers: n } }: Asked): number | undefined =>
  size?.kind === 'table' ? size.rows.find(({ vcpu }) => vcpu === n.vcpu)?.diskGb : undefined;
