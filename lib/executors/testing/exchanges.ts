import type { InvokeRequest } from '#lib/domain/execution/executor.ts';

const COOKIES = ['a=1; Path=/; Expires=Wed, 21 Oct 2026 07:28:00 GMT', 'b=2'];
const base64 = (...bytes: number[]): string => Buffer.from(bytes).toString('base64');

/** One handler in both languages: it answers by its path, else it says what of the request it was given. */
export const EXCHANGER = {
  nodejs: `exports.handler = async ({ rawPath, body = null, isBase64Encoded, requestContext }) => {
  if (rawPath === '/cookies') return { statusCode: 200, headers: { 'Set-Cookie': 'own=0' }, cookies: ${JSON.stringify(COOKIES)}, body: 'c' };
  if (rawPath === '/bytes') return { statusCode: 200, body: '${base64(255, 0, 254)}', isBase64Encoded: true };
  if (rawPath.startsWith('/status/')) return { statusCode: Number(rawPath.slice(8)), body: 'a body' };
  return { statusCode: 200, body: JSON.stringify([requestContext.http.method, isBase64Encoded, body]) };
};`,
  python: `import json
def handler(event, context):
    path = event["rawPath"]
    if path == "/cookies":
        return {"statusCode": 200, "headers": {"Set-Cookie": "own=0"}, "cookies": ${JSON.stringify(COOKIES)}, "body": "c"}
    if path == "/bytes":
        return {"statusCode": 200, "body": "${base64(255, 0, 254)}", "isBase64Encoded": True}
    if path.startswith("/status/"):
        return {"statusCode": int(path[8:]), "body": "a body"}
    told = [event["requestContext"]["http"]["method"], event["isBase64Encoded"], event.get("body")]
    return {"statusCode": 200, "body": json.dumps(told, separators=(",", ":"), ensure_ascii=False)}
`,
} as const;

export interface Exchange {
  asked: Omit<InvokeRequest, 'requestId'>;
  /** `status` is null where the answer is refused. */
  told: { status: number | null; body: string | null; cookies?: readonly string[]; base64?: string };
}

const get = (path: string, method = 'GET') => ({ method, path, headers: {}, body: null });
const post = (body: string, headers: Record<string, string>) => ({
  method: 'POST',
  path: '/',
  headers,
  body,
});
const bytes = (body: string, headers: Record<string, string>) => ({
  ...post(body, headers),
  isBase64Encoded: true as const,
});
const gave = (isBase64Encoded: boolean, body: string) => ({
  status: 200,
  body: JSON.stringify(['POST', isBase64Encoded, body]),
});

const GZIP = base64(0x1f, 0x8b, 8, 0, 255);
const JSON_TYPE = { 'content-type': 'application/json' };

/** What HTTP makes of requests and answers: the same on both sides and in both languages, in this order on one connection. */
export const EXCHANGES: readonly Exchange[] = [
  { asked: get('/cookies'), told: { status: 200, body: 'c', cookies: ['own=0', ...COOKIES] } },
  { asked: get('/', 'HEAD'), told: { status: 200, body: '' } },
  { asked: get('/', 'OPTIONS'), told: { status: 200, body: '["OPTIONS",false,null]' } },
  ...[204, 304].map((status) => ({ asked: get(`/status/${status}`), told: { status, body: '' } })),
  ...[200, 404, 599].map((status) => ({ asked: get(`/status/${status}`), told: { status, body: 'a body' } })),
  ...[100, 199, 600].map((status) => ({
    ...{ asked: get(`/status/${status}`), told: { status: null, body: null } },
  })),
  { asked: get('/bytes'), told: { status: 200, body: '\ufffd\0\ufffd', base64: base64(255, 0, 254) } },
  { asked: post('{"é":1}', JSON_TYPE), told: gave(false, '{"é":1}') },
  { asked: post('plain', {}), told: gave(false, 'plain') },
  { asked: post('drawn', { 'content-type': 'image/png' }), told: gave(true, btoa('drawn')) },
  { asked: post('a', { 'content-type': 'application/ld+json; charset=utf-8' }), told: gave(false, 'a') },
  { asked: bytes(GZIP, { ...JSON_TYPE, 'content-encoding': 'gzip' }), told: gave(true, GZIP) },
  { asked: bytes(base64(255, 254), {}), told: gave(true, base64(255, 254)) },
];
