import { formatShare, formatUsd } from '../charts/format.ts';
import { SIDES, type Side } from '../execution/executor.ts';
import type { Opinion } from './assessment.ts';
import type { Argued } from './judge.ts';
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
import { wouldChange } from './would-change.ts';

/** Below this share of good answers the verdict's own sentence warns. */
const FAILING = 0.9;

/**
 * The rules in their order. The first that favours a side decides; later ones can only weaken it.
 * Lock-in comes last: it breaks a tie and never outweighs a measurement.
 */
const RULES: readonly ((evidence: Evidence) => Weighed)[] = [limits, reliability, latency, cost, lockIn];

/**
 * What the figures of a run say, one sentence with its reasons; 'either' when the evidence favours no side. How far the
 * figures can be relied on is asked afterwards: judge.ts.
 */
export function recommend(evidence: Evidence): Argued {
  const weighed = RULES.map((rule) => rule(evidence));
  const decisive = weighed.find((reason) => reason.favours !== 'neither');
  const choice = decisive === undefined || decisive.favours === 'neither' ? 'either' : decisive.favours;
  const idOf = (side: Side) => evidence.sides[side].id;
  return {
    choice: choice === 'either' ? choice : idOf(choice),
    sentence: sentence(choice, decisive, weighed, evidence),
    confidence: confidence(choice, decisive, weighed, evidence),
    reasons: weighed.map(({ about, favours, text }) => ({
      about,
      favours: favours === 'neither' ? favours : idOf(favours),
      text: asSentence(text),
    })),
    wouldChange: wouldChange(choice, decisive, evidence),
  };
}

/** Clear only when the deciding rule is, nothing measured speaks against it, the run was sound and the choice meets the target. */
function confidence(
  choice: Side | 'either',
  decisive: Weighed | undefined,
  weighed: readonly Weighed[],
  { warnings, sides }: Evidence,
): Opinion['confidence'] {
  if (choice === 'either' || decisive === undefined) return 'close';
  if (decisive.about === 'limits') return 'clear';
  const against = weighed.some((one) => one.favours === other(choice) && one.about !== 'lock-in');
  // Whether the choice is fast enough is open, and the run itself is in doubt: that decides nothing.
  if (sides[choice].targetMet === null && warnings.length > 0) return 'close';
  const sound = warnings.length === 0 && sides[choice].targetMet === true;
  return decisive.strength === 'clear' && !against && sound ? 'clear' : 'leaning';
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
const asSentence = (text: string): string => `${capital(text)}.`;

function sentence(
  choice: Side | 'either',
  decisive: Weighed | undefined,
  weighed: readonly Weighed[],
  evidence: Evidence,
): string {
  const about = (name: Weighed['about']) => weighed.find((one) => one.about === name)?.text ?? '';
  const bills = { function: evidence.sides.function.bill, container: evidence.sides.container.bill };
  const amounts = `${formatUsd(bills.function.totalUsd)} and ${formatUsd(bills.container.totalUsd)} a month`;
  // The measured values stand in the reasons; the sentence only keeps the target.
  const target = about('latency').replace(/ \(.*$/, '');
  if (choice === 'either' || decisive === undefined) {
    return `Either: ${target}, and functions and containers cost about the same (${amounts})${caution('either', evidence)}.`;
  }
  const price = `${NAMES[choice]} cost ${formatUsd(bills[choice].totalUsd)} a month`;
  const instead = formatUsd(bills[other(choice)].totalUsd);
  const texts: Record<Weighed['about'], string> = {
    limits: decisive.text,
    reliability: decisive.text,
    latency: `${decisive.text}; ${price}, ${NAMES[other(choice)]} ${instead}`,
    // What is known comes first: a sentence that begins with what cannot be decided names no choice.
    cost: bothKnown(evidence)
      ? `${target}, and ${price} instead of ${instead}`
      : `${price} instead of ${instead}${evidence.assumedMs === null ? ', but' : ';'} ${target}`,
    'lock-in': `${target}, the bills are alike (${amounts}), and ${decisive.text}`,
  };
  return `${capital(NAMES[choice])}: ${texts[decisive.about]}${caution(choice, evidence)}.`;
}

const bothKnown = ({ sides }: Evidence): boolean => SIDES.every((side) => sides[side].targetMet !== null);

/** A choice whose requests fail is no answer yet: the sentence itself says so. */
function caution(choice: Side | 'either', { sides }: Evidence): string {
  const concerned: readonly Side[] = choice === 'either' ? SIDES : [choice];
  const share = (side: Side) => sides[side].good / sides[side].requests;
  if (!concerned.some((side) => share(side) < FAILING)) return '';
  const shares = SIDES.map((side) => `${formatShare(share(side))} on ${NAMES[side]}`).join(' and ');
  return `; but only part of the requests were answered well (${shares}): mend that before deciding`;
}
