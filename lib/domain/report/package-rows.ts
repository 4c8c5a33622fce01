import { formatBytes, formatTimes } from '../charts/format.ts';
import { familyOf } from '../execution/candidate.ts';
import type { Side } from '../execution/side.ts';
import type { Bytes } from '../units.ts';
import { bySide } from './by-side.ts';
import type { CandidateRow } from './candidate-rows.ts';
import type { BuildReport } from './measurement.ts';
import type { Report } from './report.ts';

/** All layers of the image together. */
export const imageBytes = ({ codeBytes, baseBytes }: BuildReport): Bytes => codeBytes + baseBytes;

/** The package deployed of each candidate, and how long making it took. Reports of earlier releases know less of it. */
export function packageRows({ candidates }: Pick<Report, 'candidates'>): CandidateRow[] {
  const row = (label: string, kind: CandidateRow['kind'], of: Record<Side, Picked>): CandidateRow => ({
    ...{ label, kind },
    values: Object.fromEntries(candidates.map((one) => [one.id, of[familyOf(one)](one.build)])),
  });
  const none: Picked = () => null;
  const code: Picked = ({ codeBytes }) => codeBytes;
  const took: Picked = ({ buildTime }) => buildTime;
  return [
    row('Deployed: ZIP, image', 'bytes', { function: ({ zipBytes }) => zipBytes, container: imageBytes }),
    row('Code in it, unpacked', 'bytes', { function: code, container: code }),
    // The platform brings a function's runtime: it is no part of the package.
    row('Runtime under the code', 'bytes', {
      function: none,
      container: ({ baseBytes }) => baseBytes || null,
    }),
    row('Layers', 'count', { function: none, container: ({ layers }) => layers }),
    row('Build time', 'ms', { function: took, container: took }),
  ];
}

type Picked = (build: BuildReport) => number | null;

/** How much larger the image is, and how little of it is new with the next version; null where one is not known. */
export function packageSentence(report: Pick<Report, 'candidates'>): string | null {
  const sides = bySide(report);
  const { zipBytes } = sides.function.build;
  const image = sides.container.build;
  if (!zipBytes) return null;
  const whole = imageBytes(image);
  const ratio = `The image is ${formatTimes(whole / zipBytes)} the size of the ZIP`;
  if (image.baseBytes === 0) return `${ratio}.`;
  const shared = `${formatBytes(image.baseBytes)} of it is the runtime, one layer that every image shares`;
  return `${ratio}: ${shared}. The next version replaces the code layer of ${formatBytes(image.codeBytes)} alone.`;
}
