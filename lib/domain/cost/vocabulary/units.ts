import { type Asked, type Counted, defined, fact, first } from './counted.ts';

/** KB that one unit holds: an HTTP API request, a WebSocket message, a queue request. */
const HTTP_KB = 512;
const MESSAGE_KB = 32;
const QUEUE_KB = 64;
/** GB an hour that one capacity unit of a load balancer carries. */
const LCU_GB = { instance: 1, lambda: 0.4 } as const;

const unitsOf = (kb: number | undefined, size: number): number => Math.max(1, Math.ceil((kb ?? 1) / size));

/** What stands beside a workload: front doors, load balancers, NAT, queues. */
export function unitQuantities(asked: Asked): Counted {
  const { sheet, alias } = asked;
  if (sheet.id === 'aws_api_gateway') return gateway(asked);
  if (sheet.id === 'aws_alb') return balancer(asked);
  if (alias === 'aws_nat') return nat(asked);
  if (alias === 'aws_sqs') return queue(asked);
  return { quantities: {}, facts: [], warnings: [] };
}

function gateway({ inputs: { numbers: n, texts } }: Asked): Counted {
  const type = texts.type ?? (n.messages === undefined ? 'HTTP' : 'WebSocket');
  const units = n.requests === undefined ? undefined : n.requests * unitsOf(n.request_kb, HTTP_KB);
  const quantities = defined({
    rest_units: type === 'REST' ? n.requests : undefined,
    http_units: type === 'HTTP' ? units : undefined,
    message_units: n.messages === undefined ? undefined : n.messages * unitsOf(n.message_kb, MESSAGE_KB),
  });
  const warnings = texts.type === undefined ? [`No type given: priced as ${type} API.`] : [];
  return { quantities, facts: [], warnings };
}

function balancer({ inputs: { numbers: n, texts } }: Asked): Counted {
  const perHour = LCU_GB[texts.targets === 'lambda' ? 'lambda' : 'instance'];
  const capacity = (n.processed_gb ?? 0) / perHour;
  const network = texts.type === 'network';
  const others = first(n.new_conn, n.active_conn, n.rule_evals) !== undefined;
  return {
    quantities: defined({ lcu_h: network ? undefined : capacity, nlcu_h: network ? capacity : undefined }),
    facts: n.hours ? [fact('Mean LCUs', capacity / n.hours, 'LCU')] : [],
    warnings: others
      ? ['Only processed GB count: the other dimensions of an LCU have no stored source.']
      : [],
  };
}

const nat = ({ inputs: { numbers: n } }: Asked): Counted => ({
  quantities: defined({ nat_hours: n.hours, nat_gb: n.gb }),
  facts: [],
  warnings: [],
});

function queue({ inputs: { numbers: n, texts } }: Asked): Counted {
  const units = n.requests === undefined ? undefined : n.requests * unitsOf(n.kb, QUEUE_KB);
  const fifo = texts.type === 'fifo';
  return {
    quantities: defined({ sqs_units: fifo ? undefined : units, sqs_fifo_units: fifo ? units : undefined }),
    facts: [],
    warnings: [],
  };
}
