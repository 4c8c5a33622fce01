import type { SourceFile } from '../workload/workload.ts';
import type { LockInAssessment, LockInFinding, Place } from './assessment.ts';
import { factsOfSettings, linesOfCode, linesOfFile, textSignals } from './matching.ts';
import { ADAPTER, CONTRACT_SIGNALS, isAdapter } from './signals/contract.ts';
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
  const findings = [...adapterOf(read), ...read.flatMap(findingsOf)];
  const dimensions = DIMENSIONS.map((dimension) => summaryOf(dimension, findings));
  const portable = read.flatMap((one) =>
    PORTABLE_SIGNALS.flatMap(({ label, match }) =>
      placesAt(one, linesOf(one, match)).map((place) => ({ ...place, signal: label })),
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
  if (!CODE.test(file.path)) return factsOfSettings(file);
  try {
    return codeFacts(file.content);
  } catch {
    return null;
  }
}

function findingsOf(one: ReadFile): LockInFinding[] {
  const texts = textSignals(TEXT_SIGNALS, one.facts);
  return SIGNALS.flatMap((signal) => {
    const lines = signal.match.on === 'text' ? texts.get(signal) : linesOf(one, signal.match);
    return placesAt(one, lines ?? []).map((place) => ({ ...place, ...told(signal) }));
  });
}

const TEXT_SIGNALS = SIGNALS.filter(({ match }) => match.on === 'text');

const told = ({ label, vendor, service, dimension, effort, alternative, source }: Signal) => ({
  signal: label,
  ...{ vendor, service, dimension, effort, alternative, source },
});

/** The contract that Crossover demands itself, as one finding with all its places; none where no code has any. */
function adapterOf(read: readonly ReadFile[]): LockInFinding[] {
  const places = read.flatMap((one) =>
    CONTRACT_SIGNALS.flatMap(({ match, service }) =>
      placesAt(one, linesOf(one, match)).map((place) => ({ ...place, part: service })),
    ),
  );
  const [first] = places;
  if (first === undefined) return [];
  const { file, line, excerpt } = first;
  return [{ file, line, excerpt, ...ADAPTER, places }];
}

const linesOf = ({ file, facts }: ReadFile, match: Match): number[] =>
  match.on === 'file' ? linesOfFile(match, file) : linesOfCode(match, facts);

const placesAt = ({ file, written }: ReadFile, lines: Iterable<number>): Place[] =>
  [...lines].map((line) => ({ file: file.path, line, excerpt: excerptOf(written, line) }));

function excerptOf(lines: readonly string[], line: number): string {
  const text = (lines[line - 1] ?? '').trim().replace(/\s+/g, ' ');
  return text.length > EXCERPT ? `${text.slice(0, EXCERPT - 1)}…` : text;
}

/** Efforts are ordinal judgements: a dimension shows its hardest sign, never a sum. */
function summaryOf(dimension: string, findings: readonly LockInFinding[]) {
  const own = findings.filter((finding) => finding.dimension === dimension);
  return { dimension, findings: own.length, effort: Math.max(0, ...own.map(({ effort }) => effort)) };
}

function sentence(findings: readonly LockInFinding[], read: number, unread: Unread): string {
  const not = notRead(unread);
  if (read === 0 && not.length > 0) return `Coupling to vendors is not judged. ${not.join(' ')}`;
  const files = `${read} ${read === 1 ? 'file' : 'files'}`;
  const own = findings.filter((one) => !isAdapter(one));
  const touched = new Set(own.map((one) => one.file)).size;
  const beyond = own.length < findings.length ? ' beyond the adapter' : '';
  const looked =
    own.length === 0
      ? `No sign of vendor coupling${beyond} in ${files}; what code does not show (data, contracts, skills) is not judged.`
      : `${count(own.length)} of coupling to ${list(own.map((one) => one.vendor))}${beyond} in ${touched} of ${files}, most effort for ${hardest(own)}.`;
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
