import { homedir } from 'node:os';
import { CrossoverError, INTERNAL_ERROR, type Problem, toProblem } from '#lib/domain/errors.ts';
import { crossoverHome, projectRoot } from '#lib/executors/host/home.ts';
import { logError } from './log.ts';

/**
 * A thrown value as others may see it, who know this machine by the web alone: without a stack and without its paths.
 * Both stand in the log, where its owner looks, when the fault is ours.
 */
export function shownProblem(error: unknown, doing: string): Problem {
  const problem = toProblem(error);
  if (problem.owner === 'ours') logError(doing, error);
  return shown(problem);
}

/** The same for those who watch a run, where much goes wrong in order: the log gets only what they do not see. */
export function watchedProblem(problem: Problem, doing: string): Problem {
  const left = shown(problem);
  if (left.message !== problem.message || left.detail !== problem.detail) {
    logError(doing, new CrossoverError(problem));
  }
  return left;
}

function shown(problem: Problem): Problem {
  if (problem.code === INTERNAL_ERROR) return UNFORESEEN;
  const { message, remedy, detail, ...rest } = problem;
  return {
    ...{ ...rest, message: withoutPlaces(message), remedy: withoutPlaces(remedy) },
    ...(detail === undefined ? {} : { detail: withoutPlaces(withoutFrames(detail)) }),
  };
}

/** Without the lines of a stack that lead through our own files. */
const withoutFrames = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !(/^\s+at /.test(line) && line.includes(projectRoot)))
    .join('\n');

const UNFORESEEN: Problem = {
  code: INTERNAL_ERROR,
  owner: 'ours',
  message: 'Crossover failed at this.',
  remedy: 'Try again; if it stays, report what the terminal of Crossover shows.',
};

/** Longer ones first: a home may lie below another directory. */
function places(): [string, string][] {
  const all: [string, string][] = [
    [homeOrNone(), 'CROSSOVER_HOME'],
    [projectRoot, 'crossover'],
    [homedir(), '~'],
  ];
  return all.filter(([place]) => place.length > 1).toSorted(([a], [b]) => b.length - a.length);
}

/** It cannot be made on a disk that is read-only. */
function homeOrNone(): string {
  try {
    return crossoverHome();
  } catch {
    return process.env.CROSSOVER_HOME ?? '';
  }
}

const withoutPlaces = (text: string): string =>
  places().reduce((left, [place, name]) => left.replaceAll(place, name), text);
