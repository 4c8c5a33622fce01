import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { assertCanListen } from './port.ts';

describe('the address of the pages, asked for before anything is started', () => {
  it('is refused when it is taken, and free again afterwards', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const asked = { host: '127.0.0.1', port };
    await expect(assertCanListen(asked)).rejects.toMatchObject({
      problem: { code: 'port-taken', owner: 'yours' },
    });
    server.close();
    await once(server, 'close');
    await assertCanListen(asked);
    await assertCanListen(asked);
  });

  it('is refused when it is not one of this machine', async () => {
    // Of the network that is for documentation.
    const elsewhere = { host: '192.0.2.1', port: 0 };
    await expect(assertCanListen(elsewhere)).rejects.toMatchObject({
      problem: { code: 'cannot-listen' },
    });
  });
});
