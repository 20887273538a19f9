import { createSocket, type RemoteInfo } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, expect, it } from 'vitest';
import { type Kamailio, openKamailio } from './kamailio.ts';

interface Question {
  id: number;
  method: string;
}

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A Kamailio whose answers a test gives itself. */
async function fakeKamailio(
  answer: (question: Question, reply: (result: unknown) => void, raw: (text: string) => void) => void,
  waits = { following: 200, settings: 200 },
): Promise<Kamailio> {
  const socket = createSocket('udp4');
  socket.on('message', (message: Buffer, from: RemoteInfo) => {
    const question = JSON.parse(message.toString()) as Question;
    const raw = (text: string) => socket.send(text, from.port, from.address);
    answer(question, (result) => raw(JSON.stringify({ jsonrpc: '2.0', id: question.id, result })), raw);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const kamailio = openKamailio(socket.address().port, waits);
  closers.push(() => {
    kamailio.close();
    socket.close();
  });
  return kamailio;
}

it('gives an event that came too late for its question to the next, and none twice', async () => {
  const queue = ['setup', 'answered'].map((what) => ({ key: 'a', val: `${what} 200 7 500000` }));
  const kept: (() => void)[] = [];
  let slow = true;
  // a fetch takes the event out of the queue, however long the answer is on its way
  const kamailio = await fakeKamailio((_, reply) => {
    const event = queue.shift() ?? {};
    if (slow) kept.push(() => reply(event));
    else reply(event);
  });
  await expect(kamailio.nextEvent()).rejects.toThrow('does not answer');
  slow = false;
  for (const send of kept) send();
  const seen: string[] = [];
  await expect
    .poll(
      async () => {
        const next = await kamailio.nextEvent();
        if (next !== null) seen.push(`${next.sid} ${next.event.what} ${next.event.atMs}`);
        return [...seen].sort();
      },
      { timeout: 10_000 },
    )
    .toEqual(['a answered 7500', 'a setup 7500']);
  expect(await kamailio.nextEvent()).toBeNull();
});

it('is not stopped by a datagram that is no reply', async () => {
  const kamailio = await fakeKamailio(
    (_, reply, raw) => {
      for (const text of ['{"id":1,', 'null', '{"id":"1"}', '{"id":4711}']) raw(text);
      reply({ key: 'a', val: 'ended 200 7 0' });
    },
    { following: 5_000, settings: 5_000 },
  );
  expect(await kamailio.nextEvent()).toMatchObject({ sid: 'a', event: { what: 'ended' } });
});

it('asks for each of the settings once more where no answer comes', async () => {
  const results: Record<string, unknown> = {
    'core.version': 'kamailio 5.6.3 (x86_64)',
    'core.psx': [{ DSC: 'udp receiver child=0' }, { DSC: 'timer' }],
    'corex.list_sockets': [{ PROTO: 'udp', PORT: '5060' }],
    'core.shmmem': { total: 64 },
  };
  const asked: string[] = [];
  const kamailio = await fakeKamailio(
    ({ method }, reply) => {
      asked.push(method);
      if (asked.filter((one) => one === method).length > 1) reply(results[method]);
    },
    { following: 50, settings: 500 },
  );
  expect(await kamailio.settings()).toEqual({
    ...{ version: '5.6.3', children: 1, listens: 'udp:5060', memoryBytes: 64 },
  });
});
