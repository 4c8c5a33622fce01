import type { SourceFile } from '../workload/workload.ts';
import type { Match, Signal } from './signals/signal.ts';
import type { Fact } from './syntax/fact.ts';

/** Files whose lines are settings: what they say is read like the strings of code. */
const SETTINGS = /\.(ya?ml|json|jsonc|toml|tf|env|ini|cfg|conf|properties|template)$|(^|\/)\.env(\.\w+)?$/;
/** Written by package managers: names of mirrors, nothing that the code calls. */
const LOCKFILE = /(^|\/)(package-lock|npm-shrinkwrap|composer\.lock|pnpm-lock)\.(json|ya?ml)$/;

/** What the lines of a settings file say; nothing for any other file. */
export function factsOfSettings(file: SourceFile): Fact[] {
  if (!SETTINGS.test(file.path) || LOCKFILE.test(file.path)) return [];
  return file.content
    .split('\n')
    .map((line, index): Fact => ({ on: 'text', text: uncommented(line), line: index + 1 }));
}

/** Signals of addresses and names by line; of a vendor's signals the first that fits a text names the service. */
export function textSignals(signals: readonly Signal[], facts: readonly Fact[]): Map<Signal, Set<number>> {
  const found = new Map<Signal, Set<number>>();
  for (const { text, line } of facts.filter((fact) => fact.on === 'text')) {
    const named = new Set<string>();
    for (const signal of signals) {
      if (named.has(signal.vendor) || !holds(signal.match, text)) continue;
      named.add(signal.vendor);
      found.set(signal, (found.get(signal) ?? new Set()).add(line));
    }
  }
  return found;
}

/** Lines (from 1) of a file on which a signal was seen. */
export const linesOfCode = (match: Match, facts: readonly Fact[]): number[] =>
  unique(facts.filter((fact) => fact.on === match.on && holds(match, fact.text)).map((fact) => fact.line));

function holds(match: Match, text: string): boolean {
  switch (match.on) {
    case 'import':
      return match.packages.some((name) => isPackage(text, name));
    case 'env':
      return match.names.includes(text);
    case 'path':
    case 'text':
      return match.pattern.test(text);
    case 'shape':
      return match.shape === text;
    case 'file':
      return false;
  }
}

/** `name` itself or a part of it (`firebase-functions/v2`); `scope/*` for everything below. */
function isPackage(specifier: string, name: string): boolean {
  if (name.endsWith('/*')) return specifier.startsWith(name.slice(0, -1));
  return specifier === name || specifier.startsWith(`${name}/`);
}

/** A file that is recognised by its name alone is reported at its first line. */
export function linesOfFile(match: Match, file: SourceFile): number[] {
  if (match.on !== 'file' || !match.name.test(file.path)) return [];
  const pattern = match.line;
  if (pattern === null) return [1];
  return file.content
    .split('\n')
    .flatMap((line, index) => (pattern.test(uncommented(line)) ? [index + 1] : []));
}

/** YAML, TOML and HCL comment with #, JSONC and Bicep with //. Only whole lines: a # or // in a value is text. */
const uncommented = (line: string): string => (/^\s*(#|\/\/)/.test(line) ? '' : line);

const unique = (lines: readonly number[]): number[] => [...new Set(lines)].sort((a, b) => a - b);
