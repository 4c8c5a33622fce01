import { rm } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { ImageSource } from '#lib/domain/execution/container-options.ts';
import type { EngineId } from '#lib/domain/execution/engines.ts';
import { call, type Stage } from './fixture.ts';
import { archiveOf } from './servers-image.ts';
import { STATIC_SERVERS } from './static-server.ts';
import { hello } from './websocket.ts';

export const NODE: ImageSource = {
  kind: 'server',
  runtime: 'node',
  command: ['node', 'server.js'],
  files: [
    {
      path: 'server.js',
      content: `
const { createHash } = require('node:crypto');
const server = require('node:http').createServer((request, response) => {
  if (request.url === '/stream') {
    response.write('first ');
    return void setTimeout(() => response.end('second'), 150);
  }
  if (request.url === '/upload') {
    let bytes = 0;
    request.on('data', (chunk) => { bytes += chunk.length; });
    return void request.on('end', () => response.end(String(bytes)));
  }
  if (request.url === '/health') { response.statusCode = 204; return void response.end(); }
  response.end(JSON.stringify({ host: request.headers.host, uid: process.getuid(), args: process.execArgv }));
});
server.on('upgrade', (request, socket) => {
  const key = createHash('sha1').update(request.headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11');
  socket.write('HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\n' +
    'Sec-WebSocket-Accept: ' + key.digest('base64') + '\\r\\n\\r\\n');
  socket.write(Buffer.from([0x81, 5, ...Buffer.from('hello')]));
  socket.on('data', () => socket.end());
  socket.on('error', () => {});
});
server.listen(process.env.PORT, '127.0.0.1');
process.on('SIGTERM', () => server.close(() => process.exit(0)));`,
    },
  ],
};

const PYTHON: ImageSource = {
  kind: 'server',
  runtime: 'python',
  command: ['python3', 'app.py'],
  files: [
    {
      path: 'app.py',
      content: `
import json, os, ssl
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
class Handler(BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    def do_GET(self):
        body = json.dumps({'uid': os.getuid(), 'ssl': ssl.OPENSSL_VERSION[:7]}).encode()
        self.send_response(200)
        self.send_header('content-length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *args): print('asked for', self.path, flush=True)
ThreadingHTTPServer(('', int(os.environ['PORT'])), Handler).serve_forever()`,
    },
  ],
};

const deaf = (code: string): ImageSource => ({
  kind: 'server',
  runtime: 'node',
  command: ['node', 's.js'],
  files: [{ path: 's.js', content: code }],
});

const NOT_HEALTHY = `require('node:http').createServer((_, answer) => { answer.statusCode = 500; answer.end(); })
  .listen(process.env.PORT);`;

/** Own servers that listen on $PORT, and images made elsewhere. */
export function servers(engine: EngineId, stage: () => Stage): void {
  describe('own servers', () => {
    const deploy = (image: ImageSource, more = {}) =>
      stage().deploy('', { container: { image, grace: 200, ...more }, memory: 192 });

    it('Node: requests, streams, uploads and WebSockets pass through the front', async () => {
      await using deployment = await deploy(NODE, { readyPath: '/health' });
      const answer = await call(deployment, '/');
      expect(answer).toMatchObject({ outcome: 'ok', status: 200 });
      const { uid, args } = JSON.parse(answer.body ?? '');
      expect(uid).toBeGreaterThan(1_000);
      expect(args.join()).toContain('--max-old-space-size=');
      expect(answer.handler).toBeGreaterThan(0);
      const front = await deployment.open();
      const stream = await fetch(`${front.url}/stream`);
      const parts: string[] = [];
      for await (const part of stream.body ?? []) parts.push(Buffer.from(part).toString());
      expect(parts).toEqual(['first ', 'second']);
      const body = Buffer.alloc(9 * 1024 * 1024, 1);
      expect(await (await fetch(`${front.url}/upload`, { method: 'POST', body })).text()).toBe(
        String(body.length),
      );
      expect(await hello(front.url)).toBe('hello');
      expect(deployment.build).toMatchObject({ layers: 2 });
    });

    // The base is the same under every engine: once is enough for what takes long to make.
    if (engine === 'runc') {
      it('Python: its own base', async () => {
        await using deployment = await deploy(PYTHON);
        const answer = await call(deployment, '/x');
        expect(JSON.parse(answer.body ?? '')).toMatchObject({ uid: expect.any(Number), ssl: 'OpenSSL' });
      });
    }

    const binary = STATIC_SERVERS[process.arch];
    if (binary !== undefined) {
      it('a static binary needs no base at all', async () => {
        const files = [{ path: 'serve', content: binary, base64: true, executable: true }];
        await using deployment = await deploy({
          kind: 'server',
          runtime: 'none',
          command: ['./serve'],
          files,
        });
        expect(await call(deployment, '/')).toMatchObject({ outcome: 'ok', body: 'static' });
        expect(deployment.build.baseBytes).toBeLessThan(1e6);
      });
    }

    it('an uploaded archive runs like any other, under the same limits', async () => {
      if (NODE.kind !== 'server') throw new Error('no server');
      const path = await archiveOf(NODE, 'node');
      await using deployment = await deploy({ kind: 'archive', path });
      await rm(path);
      const answer = await call(deployment, '/');
      expect(answer).toMatchObject({ outcome: 'ok', status: 200 });
      expect(JSON.parse(answer.body ?? '').uid).toBeGreaterThan(1_000);
      expect(deployment.build).toMatchObject({ layers: 2, baseBytes: 0 });
    });

    it('trouble at the start ends the deployment in time, with its own words', async () => {
      const troubles: [ImageSource, RegExp, object?][] = [
        [deaf("console.log('bye'); setInterval(() => {}, 1e6);"), /Nothing answered on \$PORT within 6 s/],
        [deaf("console.log('bye'); process.exit(4);"), /ended with exit code 4/],
        [deaf(NOT_HEALTHY), /health answered 500/, { readyPath: '/health' }],
        [{ ...deaf(''), command: ['nothing'] } as ImageSource, /could not start|not in the image/],
      ];
      const failures = await Promise.all(
        troubles.map(([image, , more]) =>
          deploy(image, { initLimit: 6_000, ...more }).then(
            () => null,
            (error) => error.problem,
          ),
        ),
      );
      for (const [n, [image, message]] of troubles.entries()) {
        expect(failures[n]).toMatchObject({ message: expect.stringMatching(message) });
        if (JSON.stringify(image).includes('bye')) expect(failures[n].detail).toContain('bye');
      }
    });

    it('a Dockerfile is built where the engine can, and refused with a way out where not', async () => {
      const files = [
        { path: 'Dockerfile', content: 'FROM scratch\nCOPY serve /serve\nEXPOSE 9090\nCMD ["/serve"]\n' },
        { path: 'serve', content: binary ?? '', base64: true, executable: true },
      ];
      const problemOf = (image: ImageSource) =>
        deploy(image).then(
          (deployment) => deployment[Symbol.asyncDispose](),
          (error) => error.problem,
        );
      const built = await problemOf({ kind: 'dockerfile', files });
      const broken = [{ path: 'Dockerfile', content: 'FROM scratch\nCOPY nothing /\n' }];
      const failed = await problemOf({ kind: 'dockerfile', files: broken });
      if (engine === 'runc') {
        expect(built).toMatchObject({
          code: 'engine-cannot-build',
          remedy: expect.stringContaining('docker save'),
        });
      } else {
        if (binary !== undefined) expect(built).toBeUndefined();
        expect(failed).toMatchObject({ code: 'build-failed', detail: expect.stringContaining('nothing') });
      }
    });
  });
}
