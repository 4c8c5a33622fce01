import type { Invocation, Outcome } from '#lib/domain/execution/executor.ts';
import type { Answer } from '../../host/plain-http/message.ts';

/** What a function URL answers when the function did not: AWS Lambda, "Function URL response format". */
const STATUS: Partial<Record<Outcome, number>> = { throttled: 429, unavailable: 503, cancelled: 499 };
const FAILED = 502;

/** Headers of a connection are not the function's to set: the gateway says them itself. */
const OF_CONNECTION = new Set([
  ...['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'trailer', 'te', 'content-length'],
  ...['proxy-connection'],
]);

function withoutConnection(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const names = Object.keys(headers);
  if (!names.some((name) => OF_CONNECTION.has(name.toLowerCase()))) return headers;
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !OF_CONNECTION.has(name.toLowerCase())),
  );
}

/** What the client of a function URL gets of an invocation. */
export function answerOf(invocation: Invocation, requestId: string): Answer {
  const { outcome, status, headers, cookies = [], body, base64, problem } = invocation;
  if (outcome === 'ok') {
    const content = base64 === undefined ? (body ?? '') : Buffer.from(base64, 'base64');
    return { status: status ?? 200, headers: withoutConnection(headers ?? {}), cookies, body: content };
  }
  return {
    status: STATUS[outcome] ?? FAILED,
    headers: { 'content-type': 'application/json', 'x-amzn-requestid': requestId },
    body: JSON.stringify({ message: problem?.message ?? outcome, code: problem?.code ?? outcome }),
  };
}
