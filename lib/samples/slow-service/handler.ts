import { Agent, get } from 'node:http';

const agent = new Agent({ keepAlive: true });

/** Asks a slow service and passes its answer on: almost no CPU, almost only waiting. */
export async function handler() {
  const body = await ask(process.env.SLOW_SOCKET ?? '');
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body };
}

function ask(socketPath: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = get({ socketPath, path: '/', agent }, (reply) => {
      const parts: Buffer[] = [];
      reply.on('data', (part: Buffer) => parts.push(part));
      reply.on('error', reject);
      reply.on('end', () => {
        const text = Buffer.concat(parts).toString();
        if (reply.statusCode === 200) resolve(text);
        else reject(new Error(`The slow service answered ${reply.statusCode}: ${text}`));
      });
    });
    asked.on('error', (error: NodeJS.ErrnoException) => {
      // A kept connection may have been closed while this environment slept: ask once more.
      if (asked.reusedSocket && error.code === 'ECONNRESET') resolve(ask(socketPath));
      else reject(error);
    });
  });
}
