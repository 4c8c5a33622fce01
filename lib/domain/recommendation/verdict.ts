import { formatCount, formatMs, formatRate, formatUsd } from '../charts/format.ts';
import type { Side } from '../execution/executor.ts';
import type { Verdict } from '../report/report.ts';
import { targetPercentile } from '../report/target.ts';
import {
  cost,
  type Evidence,
  latency,
  limits,
  lockIn,
  NAMES,
  other,
  reliability,
  type Weighed,
} from './reasons.ts';

/**
 * The rules in their order. The first that favours a side decides; later ones can only weaken it.
 * Lock-in comes last: it breaks a tie and never outweighs a measurement.
 */
const RULES: readonly ((evidence: Evidence) => Weighed)[] = [limits, reliability, latency, cost, lockIn];

/** The verdict of a run, one sentence with its reasons; 'either' when the evidence favours no side. */
export function recommend(evidence: Evidence): Verdict {
  const weighed = RULES.map((rule) => rule(evidence));
  const decisive = weighed.find((reason) => reason.favours !== 'neither');
  const choice = decisive === undefined || decisive.favours === 'neither' ? 'either' : decisive.favours;
  return {
    choice,
    sentence: sentence(choice, decisive, weighed, evidence),
    confidence: confidence(choice, decisive, weighed, evidence),
    reasons: weighed.map(({ about, favours, text }) => ({ about, favours, text: asSentence(text) })),
    wouldChange: wouldChange(choice, decisive, evidence),
  };
}

/** Clear only when the deciding rule is, nothing measured speaks against it, the run was sound and the choice meets the target. */
function confidence(
  choice: Verdict['choice'],
  decisive: Weighed | undefined,
  weighed: readonly Weighed[],
  { warnings, targetMet }: Evidence,
): Verdict['confidence'] {
  if (choice === 'either' || decisive === undefined) return 'close';
  if (decisive.about === 'limits') return 'clear';
  const against = weighed.some((one) => one.favours === other(choice) && one.about !== 'lock-in');
  const sound = warnings.length === 0 && targetMet[choice] === true;
  return decisive.strength === 'clear' && !against && sound ? 'clear' : 'leaning';
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
const asSentence = (text: string): string => `${capital(text)}.`;

function sentence(
  choice: Verdict['choice'],
  decisive: Weighed | undefined,
  weighed: readonly Weighed[],
  evidence: Evidence,
): string {
  const about = (name: Weighed['about']) => weighed.find((one) => one.about === name)?.text ?? '';
  const { bills } = evidence.cost;
  const amounts = `${formatUsd(bills.function.totalUsd)} and ${formatUsd(bills.container.totalUsd)} a month`;
  // The measured values stand in the reasons; the sentence only keeps the target.
  const target = about('latency').replace(/ \(.*$/, '');
  if (choice === 'either' || decisive === undefined) {
    return `Either: ${target}, and functions and containers cost about the same (${amounts}).`;
  }
  const price = `they cost ${formatUsd(bills[choice].totalUsd)} a month`;
  const instead = formatUsd(bills[other(choice)].totalUsd);
  const texts: Record<Weighed['about'], string> = {
    limits: decisive.text,
    reliability: decisive.text,
    latency: `${decisive.text}; ${price}, ${NAMES[other(choice)]} ${instead}`,
    cost: `${target}, and ${price} instead of ${instead}`,
    'lock-in': `${target}, the bills are alike (${amounts}), and ${decisive.text}`,
  };
  return `${capital(NAMES[choice])}: ${texts[decisive.about]}.`;
}

function wouldChange(choice: Verdict['choice'], decisive: Weighed | undefined, evidence: Evidence): string[] {
  const changes = [traffic(evidence), ...targets(evidence)];
  if (decisive?.about === 'limits' && evidence.workload.state === 'memory') {
    changes.unshift('State in a store outside instead of in memory: then latency and cost decide.');
  }
  if (decisive?.about === 'reliability') {
    changes.unshift(
      `An end to the failures of ${NAMES[other(choice === 'either' ? 'function' : choice)]}: then latency and cost decide.`,
    );
  }
  return changes.filter((change) => change !== '');
}

function traffic({ cost: { breakEven, breakEvenReason }, workload }: Evidence): string {
  if (breakEven === null)
    return `Not traffic: ${breakEvenReason.charAt(0).toLowerCase()}${breakEvenReason.slice(1)}`;
  const { requestsPerMonth: there, ratePerSecond } = breakEven;
  const way = workload.traffic.requestsPerMonth < there ? 'above' : 'below';
  return `Traffic ${way} ${formatCount(there)} requests a month (${formatRate(ratePerSecond)} on average): there the bills cross. ${breakEvenReason}`;
}

/** A target between both sides' measured percentiles would part them. */
function targets({ sides, workload: { latencyTarget } }: Evidence): string[] {
  const value = (side: Side) => targetPercentile(sides[side], latencyTarget)?.value;
  const [fn, container] = [value('function'), value('container')];
  if (fn === undefined || container === undefined || fn === container) return [];
  const [fast, slow]: [Side, Side] = fn < container ? ['function', 'container'] : ['container', 'function'];
  const [low, high] = [Math.min(fn, container), Math.max(fn, container)];
  const inside = latencyTarget.ms > low && latencyTarget.ms < high;
  if (inside)
    return [
      `A latency target above ${formatMs(high)} at p${latencyTarget.percentile}: then ${NAMES[slow]} meet it too.`,
    ];
  return [
    `A latency target between ${formatMs(low)} and ${formatMs(high)} at p${latencyTarget.percentile}: only ${NAMES[fast]} would meet it.`,
  ];
}
