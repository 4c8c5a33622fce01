import { disturbanceOf, type NoVerdict, undisturbed, whyNoVerdict } from '../report/disturbance.ts';
import type { CandidateReport } from '../report/measurement.ts';
import type { JudgedReason, Opinion, Reason, Verdict } from './assessment.ts';
import { type Figures, type Ground, groundsOf, shaken, targetGround } from './grounds.ts';

/** An opinion with its reasons, before anybody asked how far the figures can be relied on. */
export interface Argued extends Opinion {
  reasons: readonly Reason[];
  wouldChange: readonly string[];
}

/** An opinion in the form of a verdict that nobody has judged yet. */
export const unjudged = ({ reasons, ...argued }: Argued): Verdict => ({
  ...argued,
  because: null,
  wouldBe: null,
  reasons: reasons.map(({ about, favours, text }) => ({ about, favours, text, restsOn: [], doubt: null })),
});

/**
 * The verdict that an opinion comes to: a reason whose margin is smaller than the doubt of a figure under it is
 * dropped, and when that is the deciding one, or the figures carry no verdict at all, there is none. The only place
 * that decides this, for new reports and for those of earlier versions; everything else draws it.
 */
export function judge(argued: Argued, figures: Figures): Verdict {
  const { choice, sentence, confidence, reasons, wouldChange } = argued;
  const judged = reasons.map((reason) => judgedReason(reason, figures));
  const none = whyNoVerdict(figures) ?? whyUndecided(argued, figures);
  if (none !== null) {
    return {
      choice: 'none',
      sentence: `No verdict: ${none.because}.`,
      confidence: 'close',
      because: none.because,
      wouldBe: { choice, sentence, confidence },
      reasons: judged,
      wouldChange: [none.remedy],
    };
  }
  const dropped = judged.some(({ doubt }) => doubt !== null);
  return {
    choice,
    sentence: targetDropped(judged) ? withoutTarget(sentence) : sentence,
    confidence: dropped && confidence === 'clear' ? 'leaning' : confidence,
    because: null,
    wouldBe: null,
    reasons: judged,
    wouldChange,
  };
}

function judgedReason(reason: Reason, figures: Figures): JudgedReason {
  const grounds = groundsOf(reason, figures);
  const weak = shaken(grounds);
  return {
    ...reason,
    favours: weak === undefined ? reason.favours : 'neither',
    restsOn: grounds.map(({ figure }) => figure),
    doubt: weak === undefined ? null : `Dropped: ${wordsOf(weak)}.`,
  };
}

const wordsOf = ({ doubt, words }: Ground): string => `${doubt.cause}, and ${words}`;

/**
 * The first reason that favours a side decides alone, as in verdict.ts. Where none does, or lock-in breaks a tie, the
 * verdict rests on the tie: on what latency and bills have alike.
 */
function whyUndecided({ reasons }: Argued, figures: Figures): NoVerdict | null {
  const first = reasons.find(({ favours }) => favours !== 'neither');
  const tied = first === undefined || first.about === 'lock-in';
  const deciding = tied ? reasons.filter(({ about }) => about === 'latency' || about === 'cost') : [first];
  const weak = shaken(deciding.flatMap((reason) => groundsOf(reason, figures)));
  return weak === undefined ? null : undisturbed(wordsOf(weak));
}

const targetDropped = (reasons: readonly JudgedReason[]): boolean =>
  reasons.some(({ about, doubt }) => about === 'latency' && doubt !== null);

/** The sentence of a choice that stands without the target: what it says of the target is open now. */
const withoutTarget = (sentence: string): string =>
  sentence.replace(/both sides meet |neither side meets /, 'this run cannot decide whether both sides meet ');

/** Whether a candidate was found to meet the target; null where its percentile may be off by more than what decides. */
export function targetMetOf(figures: Figures, one: CandidateReport): boolean | null {
  const ground = targetGround(one, figures, disturbanceOf(figures));
  return ground !== null && shaken([ground]) ? null : one.targetMet;
}
