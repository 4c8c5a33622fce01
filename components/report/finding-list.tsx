import type { LockInAssessment, LockInFinding } from '#lib/domain/lock-in/assessment.ts';
import { EFFORTS, effortOf, signKey, type Weights } from '#lib/domain/report/weights.ts';
import { lineId } from './line-id.ts';

interface FindingListProps {
  findings: readonly LockInFinding[];
  weights: Weights;
  onWeights(weights: Weights): void;
}

export const FindingList = ({ findings, weights, onWeights }: FindingListProps) => (
  <ul className="mt-2 divide-y border-y">
    {findings.map((finding) => (
      <Finding
        key={`${finding.file}:${finding.line}:${finding.signal}`}
        finding={finding}
        effort={effortOf(finding, weights)}
        onEffort={(effort) => onWeights({ ...weights, [signKey(finding)]: effort })}
      />
    ))}
  </ul>
);

interface FindingProps {
  finding: LockInFinding;
  effort: number;
  onEffort(effort: number): void;
}

const Finding = ({ finding, effort, onEffort }: FindingProps) => (
  <li className="grid gap-x-6 gap-y-2 py-3 text-sm md:grid-cols-[1fr_11rem]">
    <div className="min-w-0">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <span className="font-medium">
          {finding.vendor} {finding.service}
        </span>
        <span className="text-muted-foreground">{finding.dimension}</span>
        <Place file={finding.file} line={finding.line} />
      </p>
      {finding.places ? <Places places={finding.places} /> : <Excerpt text={finding.excerpt} />}
      <p className="mt-1.5">
        <span className="text-muted-foreground">Portable alternative: </span>
        {finding.alternative}
      </p>
    </div>
    <label className="flex flex-col gap-1 text-xs text-muted-foreground">
      <span>
        Effort to leave
        <span className="sr-only">
          {' '}
          {finding.service} in {finding.file}, line {finding.line}
        </span>
      </span>
      <select
        value={effort}
        onChange={(event) => onEffort(Number(event.target.value))}
        className="h-8 rounded-md border border-input bg-card px-2 text-sm text-foreground"
      >
        {EFFORTS.map(({ value, label }) => (
          <option key={value} value={value}>
            {value} · {label}
          </option>
        ))}
      </select>
      {effort === finding.effort ? null : <span>the report says {finding.effort}</span>}
    </label>
  </li>
);

/** Leads to the line in the code below. */
const Place = ({ file, line }: { file: string; line: number }) => (
  <a href={`#${lineId(file, line)}`} className="num text-xs break-all underline underline-offset-4">
    {file}:{line}
  </a>
);

const Excerpt = ({ text }: { text: string }) => (
  <pre className="mt-1 overflow-x-auto rounded-md bg-muted px-2.5 py-1.5 font-mono text-xs leading-5">
    {text}
  </pre>
);

/** Of the adapter: where each part of the contract stands. */
const Places = ({ places }: { places: NonNullable<LockInFinding['places']> }) => (
  <ul className="mt-1 rounded-md bg-muted px-2.5 py-1.5 text-xs leading-5">
    {places.map((place) => (
      <li key={`${place.file}:${place.line}:${place.part}`} className="flex flex-wrap items-baseline gap-x-3">
        <span>{place.part}</span>
        <Place file={place.file} line={place.line} />
        <code className="min-w-0 truncate font-mono text-muted-foreground">{place.excerpt}</code>
      </li>
    ))}
  </ul>
);

/** Signs that the code is portable; nothing when none was seen. */
export function PortableList({ portable }: { portable: LockInAssessment['portable'] }) {
  if (portable.length === 0) return null;
  return (
    <div>
      <h3 className="text-sm font-semibold">Signs of portability</h3>
      <ul className="mt-2 divide-y border-y text-sm">
        {portable.map((sign) => (
          <li key={`${sign.file}:${sign.line}:${sign.signal}`} className="py-2.5">
            <p className="flex flex-wrap items-baseline gap-x-3">
              <span>{sign.signal}</span>
              <Place file={sign.file} line={sign.line} />
            </p>
            <Excerpt text={sign.excerpt} />
          </li>
        ))}
      </ul>
    </div>
  );
}
