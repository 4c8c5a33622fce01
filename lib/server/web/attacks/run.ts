import { connect } from 'node:net';
import type { AttackRow } from '#lib/executors/function/attacks/run.ts';
import { TOKEN_COOKIE, tokenCookie } from '../guard.ts';
import type { WebArena, WebAttack } from './attack.ts';
import { BODY_ATTACKS } from './catalogue/bodies.ts';
import { MALFORMED } from './catalogue/malformed.ts';
import { REQUESTS } from './catalogue/requests.ts';
import { TOKENS } from './catalogue/tokens.ts';

/** Attacks from one connection at a time. */
export const WEB_ATTACKS: readonly WebAttack[] = [...REQUESTS, ...MALFORMED, ...BODY_ATTACKS, ...TOKENS];

/** Longer than any limit of waiting of the product that an attack here runs into. */
const PATIENCE_MS = 45_000;

function raw({ hostname, port }: URL, bytes: string | Uint8Array, ended: boolean): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    const chunks: Buffer[] = [];
    const timer = setTimeout(() => end(null), PATIENCE_MS);
    const end = (answer: string | null) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    // A reset is an end, too: the other end did not read all of it.
    socket.on('error', () => {});
    socket.on('close', () => end(Buffer.concat(chunks).toString('latin1')));
    if (ended) socket.end(bytes);
    else socket.write(bytes);
  });
}

/** @param url as the product prints it, with its token where one is demanded */
export function webArena(url: string): WebArena {
  const address = new URL(url);
  const token = address.searchParams.get('token');
  const cookie = token === null ? '' : `${TOKEN_COOKIE}=${tokenCookie(token)}`;
  return {
    ...{ url: new URL(address.origin), token, owner: cookie && `Cookie: ${cookie}\r\n` },
    raw: (bytes, ended = false) => raw(address, bytes, ended),
    ask: (path, init = {}) =>
      fetch(new URL(path, address.origin), {
        redirect: 'manual',
        signal: AbortSignal.timeout(PATIENCE_MS),
        ...init,
        headers: { ...(cookie ? { cookie } : {}), ...init.headers },
      }),
  };
}

/** An attack that stopped others from being served was not stopped. */
async function servedAfterwards(arena: WebArena): Promise<string> {
  const answer = await arena.ask('/api/samples').then(({ status }) => String(status), String);
  return answer === '200' ? '' : `; the next request: ${answer}`;
}

export async function runWebAttack(attack: WebAttack, arena: WebArena): Promise<AttackRow> {
  const { name, layer } = attack;
  try {
    const { stopped, evidence } = await attack.run(arena);
    const after = await servedAfterwards(arena);
    return { name, layer, stopped: stopped && after === '', evidence: evidence + after };
  } catch (error) {
    // An attack that could not be tried proves nothing.
    return { name, layer, stopped: false, evidence: `not tried: ${String(error).slice(0, 200)}` };
  }
}

/** Those that have an object there, one after another. */
export async function runWebAttacks(attacks: readonly WebAttack[], arena: WebArena): Promise<AttackRow[]> {
  const rows: AttackRow[] = [];
  for (const attack of attacks)
    if (attack.only !== 'token' || arena.token !== null) rows.push(await runWebAttack(attack, arena));
  return rows;
}
