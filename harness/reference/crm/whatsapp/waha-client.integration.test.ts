import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RecordingWaha, startRecordingWaha } from './testing/recording-waha.ts';
import { createWaha } from './waha-client.ts';

let server: RecordingWaha;
beforeAll(async () => {
  server = await startRecordingWaha('right');
  server.sessions.set('a-1', { name: 'a-1', status: 'WORKING', config: {} });
});
afterAll(() => server.stop());

const text = {
  session: 'a-1',
  chatId: '919812345678@c.us',
  text: 'Namaste',
  wahaId: 'true_919812345678@c.us_3EB01',
};

it('sends a text under the id that was chosen, and finds it again', async () => {
  const waha = createWaha(server.url, 'right');
  expect(await waha.hasMessage(text)).toBe(false);
  expect(await waha.sendText(text)).toEqual({ wahaId: text.wahaId, ack: 0 });
  expect(server.taken.map(({ id }) => id)).toEqual(['3EB01']);
  expect(await waha.hasMessage(text)).toBe(true);
});

it('tells what went wrong, and never the key', async () => {
  const wrongKey = createWaha(server.url, 'wrong').sendText(text);
  await expect(wrongKey).rejects.toMatchObject({ kind: 'unauthorised' });
  await expect(wrongKey).rejects.not.toThrow('wrong');
  const waha = createWaha(server.url, 'right', 100);
  await expect(waha.session('b-1')).rejects.toMatchObject({ kind: 'absent' });
  server.fate = () => 'garbage';
  await expect(waha.sendText(text)).rejects.toMatchObject({ kind: 'unknown' });
  server.fate = () => 'lost';
  await expect(waha.sendText(text)).rejects.toMatchObject({ kind: 'unknown' });
  server.refusesToList = true;
  await expect(waha.hasMessage(text)).rejects.toMatchObject({ kind: 'unknown' });
  server.refusesToList = false;
  server.fate = () => 'taken';
  server.onTaken = () => new Promise(() => {});
  await expect(waha.sendText(text)).rejects.toMatchObject({ kind: 'unknown' });
  await server.stop();
  await expect(waha.sendText(text)).rejects.toMatchObject({ kind: 'away' });
});
