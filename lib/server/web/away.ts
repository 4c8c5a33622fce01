import type { IncomingMessage, ServerResponse } from 'node:http';
import { DATABASE_AWAY, RETRY_AFTER } from '../database/outage.ts';

/** Files of the pages need no database; a page that is open may still want one of them. */
const isFile = (url = '/') => url.startsWith('/_next/static/') || /^\/(favicon\.ico|icon)/.test(url);

export const needsDatabase = ({ url }: IncomingMessage): boolean => !isFile(url);

const PAGE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><meta http-equiv="refresh" content="${RETRY_AFTER}">
<title>Crossover: back in a moment</title></head>
<body style="font-family:system-ui,sans-serif;max-width:40rem;margin:4rem auto;padding:0 1rem;line-height:1.5">
<h1>Back in a moment</h1><p>${DATABASE_AWAY.message} This page loads again by itself.</p>
<p>What was stored is kept. If this stays, see the terminal in which Crossover runs.</p></body></html>`;

/** 503 with `Retry-After`: words for a browser that opens a page, the problem as JSON for everything else. */
export function answerAway({ headers }: IncomingMessage, response: ServerResponse): void {
  const page = headers.accept?.includes('text/html') === true;
  const type = page ? 'text/html; charset=utf-8' : 'application/json';
  response.writeHead(503, {
    ...{ 'content-type': type, 'cache-control': 'no-store', 'retry-after': String(RETRY_AFTER) },
  });
  response.end(page ? PAGE : JSON.stringify({ problem: DATABASE_AWAY }));
}
