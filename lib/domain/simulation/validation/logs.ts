import type { Ms } from '../../units.ts';
import { LAMBDA_LOGS, type RequestLog } from '../published/lambda-logs.ts';
import { calibrateKeepAlive, type KeepAliveFit, type ReplayScore, score } from './replay.ts';

/** Keep-alive from one log, cold starts predicted on another. */
export interface LogPrediction {
  name: string;
  fit: KeepAliveFit;
  predicted: ReplayScore;
  /** The prediction with the shortest and the longest keep-alive that fit equally well. */
  range: readonly [ReplayScore, ReplayScore];
}

/** AWS Lambda retired instances at about this age: the oldest in the first log took its last request at 7,266 s. */
const OBSERVED_LIFETIME: Ms = 7_200_000;

function predict(name: string, from: RequestLog, to: RequestLog, lifetime: Ms | null): LogPrediction {
  const fit = calibrateKeepAlive(from, lifetime);
  const on = ({ keepAliveMs }: ReplayScore) => score(to, keepAliveMs, lifetime);
  const [shortest, longest] = fit.equallyGood;
  return { name, fit, predicted: on(fit.best), range: [on(shortest), on(longest)] };
}

/**
 * What to expect of a prediction from another day's log of the same function. The first row is the bar's;
 * the others show how far the choice of model and of log matters.
 */
export function logPredictions(): LogPrediction[] {
  const { first, second } = LAMBDA_LOGS;
  return [
    predict('first log to second', first, second, null),
    predict('first to second, instances retired after 2 h', first, second, OBSERVED_LIFETIME),
    predict('second log to first', second, first, null),
  ];
}
