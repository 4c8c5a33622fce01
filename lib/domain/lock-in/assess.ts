import type { SourceFile } from '../workload/workload.ts';
import type { LockInAssessment, LockInFinding } from './assessment.ts';
import { linesOfCode, linesOfFile } from './matching.ts';
import { DIMENSIONS } from './signals/dimensions.ts';
import { PORTABLE_SIGNALS } from './signals/portable.ts';
import type { Match, Signal } from './signals/signal.ts';
import { SIGNALS } from './signals/signals.ts';
import { codeFacts } from './syntax/code-facts.ts';
import type { Fact } from './syntax/fact.ts';

const CODE = /\.(mjs|cjs|js|mts|cts|ts)$/;
/** Code in languages that nobody reads here: that nothing was found in it says nothing. */
const FOREIGN = /\.py$/;
const EXCERPT = 160;

/** Paths of files that were not read, by the reason. */
interface Unread {
  foreign: string[];
  broken: string[];
}

interface ReadFile {
  file: SourceFile;
  /** The file as its user wrote it, by lines. */
  written: readonly string[];
  facts: readonly Fact[];
}

/**
 * Signs of vendor coupling in a package, by dimension, with file and line. Code (types already
 * blanked) is read as syntax, other files by name and text. A file that does not parse, or is Python, is named
 * in the sentence and not counted in `filesRead`. Excerpts are of `written`: the same files, lines where they
 * are in `files`, with their types; a file that is not among them is quoted as it is.
 */
export function assessLockIn(
  files: readonly SourceFile[],
  written: readonly SourceFile[] = files,
): LockInAssessment {
  const originals = new Map(written.map(({ path, content }) => [path, content]));
  const read: ReadFile[] = [];
  const unread: Unread = { foreign: [], broken: [] };
  for (const file of files) {
    const facts = FOREIGN.test(file.path) ? null : factsOf(file);
    if (facts === null) unread[FOREIGN.test(file.path) ? 'foreign' : 'broken'].push(file.path);
    else read.push({ file, facts, written: (originals.get(file.path) ?? file.content).split('\n') });
  }
  const findings = read.flatMap(findingsOf);
  const dimensions = DIMENSIONS.map((dimension) => summaryOf(dimension, findings));
  const portable = read.flatMap((one) =>
    PORTABLE_SIGNALS.flatMap(({ label, match }) =>
      places(one, match).map((place) => ({ ...place, signal: label })),
    ),
  );
  return {
    findings,
    dimensions,
    portable,
    filesRead: read.length,
    unread: [...unread.foreign, ...unread.broken],
    sentence: sentence(findings, read.length, unread),
  };
}

function factsOf(file: SourceFile): Fact[] | null {
  if (!CODE.test(file.path)) return [];
  try {
    return codeFacts(file.content);
  } catch {
    return null;
  }
}

const findingsOf = (one: ReadFile): LockInFinding[] =>
  SIGNALS.flatMap((signal) => places(one, signal.match).map((place) => ({ ...place, ...told(signal) })));

const told = ({ label, vendor, service, dimension, effort, alternative, source }: Signal) => ({
  signal: label,
  ...{ vendor, service, dimension, effort, alternative, source },
});

function places(
  { file, facts, written }: ReadFile,
  match: Match,
): { file: string; line: number; excerpt: string }[] {
  const lines = match.on === 'file' ? linesOfFile(match, file) : linesOfCode(match, facts);
  return lines.map((line) => ({ file: file.path, line, excerpt: excerptOf(written, line) }));
}

function excerptOf(lines: readonly string[], line: number): string {
  const text = (lines[line - 1] ?? '').trim().replace(/\s+/g, ' ');
  return text.length > EXCERPT ? `${text.slice(0, EXCERPT - 1)}…` : text;
}

/** Effort counts each signal once: the second use of a service is the same piece of work. */
function summaryOf(dimension: string, findings: readonly LockInFinding[]) {
  const own = findings.filter((finding) => finding.dimension === dimension);
  const efforts = new Map(own.map((finding) => [`${finding.vendor} ${finding.signal}`, finding.effort]));
  return {
    dimension,
    findings: own.length,
    effort: [...efforts.values()].reduce((sum, one) => sum + one, 0),
  };
}

function sentence(findings: readonly LockInFinding[], read: number, unread: Unread): string {
  const not = notRead(unread);
  if (read === 0 && not.length > 0) return `Coupling to vendors is not judged. ${not.join(' ')}`;
  const files = `${read} ${read === 1 ? 'file' : 'files'}`;
  const touched = new Set(findings.map((one) => one.file)).size;
  const looked =
    findings.length === 0
      ? `No sign of vendor coupling in ${files}; what code does not show (data, contracts, skills) is not judged.`
      : `${count(findings.length)} of coupling to ${list(findings.map((one) => one.vendor))} in ${touched} of ${files}, most effort for ${hardest(findings)}.`;
  return [looked, ...not].join(' ');
}

function notRead({ foreign, broken }: Unread): string[] {
  const why = (paths: readonly string[], one: string, several: string) =>
    paths.length === 0
      ? []
      : [`Not read, because ${paths.length === 1 ? one : several}: ${paths.join(', ')}.`];
  const language = 'only JavaScript and TypeScript are, and';
  return [
    ...why(foreign, `${language} it is Python`, `${language} they are Python`),
    ...why(broken, 'it does not parse', 'they do not parse'),
  ];
}

const count = (signs: number): string => (signs === 1 ? 'One sign' : `${signs} signs`);
const list = (names: readonly string[]): string => [...new Set(names)].join(', ');

function hardest(findings: readonly LockInFinding[]): string {
  const most = findings.reduce((a, b) => (b.effort > a.effort ? b : a));
  return `${most.service} (${most.effort} of 5)`;
}
