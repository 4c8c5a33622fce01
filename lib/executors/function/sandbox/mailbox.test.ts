import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, openSync, readdirSync, readlinkSync, readSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Mailbox, Mailboxes } from './mailbox.ts';

let directory = '';
let mailboxes: Mailboxes;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'crossover-mailboxes-'));
  mailboxes = new Mailboxes(join(directory, 'm'));
  await mailboxes.make();
});
afterAll(() => rm(directory, { recursive: true, force: true }));

function open() {
  const mailbox = mailboxes.open();
  if (mailbox === null) throw new Error('This machine makes no pipes.');
  return mailbox;
}

/** A program that reads so many pieces of four bytes, one at a time, and prints them. */
function readerOf(mailbox: Mailbox, pieces: number) {
  const reader = spawn('dd', ['bs=4', `count=${pieces}`, 'status=none'], {
    stdio: [mailbox.inside, 'pipe', 'inherit'],
  });
  mailbox.handedOver();
  if (reader.stdout === null) throw new Error('It has no output.');
  return Object.assign(reader, { stdout: reader.stdout });
}

/** One of those that are made meanwhile. */
async function ready(): Promise<Mailbox> {
  for (let tries = 0; tries < 500; tries += 1) {
    const mailbox = mailboxes.open();
    if (mailbox !== null) return mailbox;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('This machine makes no more pipes.');
}

const names = (): number => readdirSync(join(directory, 'm')).length;

const descriptors = (): number =>
  readdirSync('/proc/self/fd').filter((name) => {
    try {
      return readlinkSync(`/proc/self/fd/${name}`).startsWith(directory);
    } catch {
      return false;
    }
  }).length;

describe('Mailbox', () => {
  it('gives back what was put in, in its order, and then nothing', () => {
    const mailbox = open();
    expect(mailbox.put(Buffer.from('ab'))).toBe(true);
    expect(mailbox.put(Buffer.from('cd'))).toBe(true);
    expect(mailbox.takeBack().toString()).toBe('abcd');
    expect(mailbox.takeBack()).toHaveLength(0);
    mailbox.handedOver();
    mailbox.close();
  });

  it('gives each piece to its reader or back, never to both', async () => {
    const mailbox = open();
    const reader = readerOf(mailbox, 2);
    mailbox.put(Buffer.from('one.two.tre.four'));
    const [read] = await Promise.all([buffer(reader.stdout), once(reader, 'exit')]);
    const back = mailbox.takeBack();
    expect([read.toString(), back.toString()]).toEqual(['one.two.', 'tre.four']);
    mailbox.close();
  });

  it('waits in its reader for what is still to come', async () => {
    const mailbox = open();
    const reader = readerOf(mailbox, 1);
    await once(reader, 'spawn');
    mailbox.put(Buffer.from('late'));
    expect((await buffer(reader.stdout)).toString()).toBe('late');
    mailbox.close();
  });

  it('says when it is full or closed instead of waiting', () => {
    const mailbox = open();
    expect(mailbox.put(Buffer.alloc(65_536))).toBe(true);
    expect(mailbox.put(Buffer.alloc(1))).toBe(false);
    expect(mailbox.takeBack()).toHaveLength(65_536);
    mailbox.handedOver();
    mailbox.close();
    mailbox.close();
    expect(mailbox.put(Buffer.alloc(1))).toBe(false);
    expect(mailbox.takeBack()).toHaveLength(0);
  });
});

describe('Mailboxes', () => {
  it('are used once: who still holds one finds nothing of those after it', async () => {
    const first = await ready();
    const held = openSync(`/proc/self/fd/${first.inside}`, constants.O_RDONLY | constants.O_NONBLOCK);
    first.put(Buffer.from('left'));
    first.close();
    const room = Buffer.alloc(16);
    expect(room.toString('utf8', 0, readSync(held, room))).toBe('left');
    for (let round = 0; round < 200; round += 1) {
      const mailbox = await ready();
      expect(mailbox.takeBack()).toHaveLength(0);
      mailbox.put(Buffer.from('new'));
      expect(readSync(held, room)).toBe(0);
      if (round % 2 === 0) mailbox.handedOver();
      mailbox.close();
    }
    closeSync(held);
    expect(descriptors()).toBe(0);
  });

  it('are made anew before there is none, and leave no name', async () => {
    await expect.poll(names).toBeGreaterThan(48);
    const some = Array.from({ length: 40 }, open);
    await expect.poll(names).toBeGreaterThan(64);
    for (const mailbox of some) mailbox.close();
    expect(names()).toBeLessThan(128);
  });

  it('are missing on a machine that makes none', async () => {
    const none = new Mailboxes(join(directory, 'm', '..', 'gone'));
    await rm(join(directory, 'gone'), { recursive: true });
    await none.make();
    expect(none.open()).toBe(null);
  });
});
