import { formatBytes, formatTimes } from '../charts/format.ts';
import type { Bytes } from '../units.ts';
import { bySide } from './by-side.ts';
import type { BuildReport } from './measurement.ts';
import type { Report } from './report.ts';
import type { SideRow } from './side-rows.ts';

/** All layers of the image together. */
export const imageBytes = ({ codeBytes, baseBytes }: BuildReport): Bytes => codeBytes + baseBytes;

/** What was deployed on each side, and how long making it took. Reports of earlier releases know less of it. */
export function packageRows(report: Pick<Report, 'candidates'>): SideRow[] {
  const { function: one, container: other } = bySide(report);
  const [zip, image] = [one.build, other.build];
  const row = (
    label: string,
    kind: SideRow['kind'],
    ofZip: number | null,
    ofImage: number | null,
  ): SideRow => ({ label, kind, values: { function: ofZip, container: ofImage } });
  return [
    row('Deployed: ZIP, image', 'bytes', zip.zipBytes, imageBytes(image)),
    row('Code in it, unpacked', 'bytes', zip.codeBytes, image.codeBytes),
    // The platform brings a function's runtime: it is no part of the package.
    row('Runtime under the code', 'bytes', null, image.baseBytes || null),
    row('Layers', 'count', null, image.layers),
    row('Build time', 'ms', zip.buildTime, image.buildTime),
  ];
}

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
