import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readG711 } from './pcap.ts';
import { openRecordings } from './recordings.ts';
import { bdecode } from './rtpengine.ts';
import { wavOf } from './wav.ts';

const silence = 0xff;

/** A capture of raw IP packets: one RTP packet each, 160 bytes of `fill`. */
function capture(
  packets: readonly {
    atMs: number;
    ssrc: number;
    timestamp: number;
    fill: number;
    type?: number;
    port?: number;
  }[],
) {
  const head = Buffer.alloc(24);
  head.writeUInt32LE(0xa1b2c3d4, 0);
  head.writeUInt32LE(101, 20);
  return Buffer.concat([
    head,
    ...packets.map(({ atMs, ssrc, timestamp, fill, type = 0, port = 16_000 }) => {
      const bytes = Buffer.alloc(16 + 20 + 8 + 12 + 160, fill);
      bytes.fill(0, 0, 56);
      bytes.writeUInt32LE(Math.floor(atMs / 1000), 0);
      bytes.writeUInt32LE((atMs % 1000) * 1000, 4);
      bytes.writeUInt32LE(bytes.length - 16, 8);
      bytes[16] = 0x45;
      bytes[25] = 17;
      bytes.writeUInt16BE(port, 36);
      bytes[44] = 0x80;
      bytes[45] = type;
      bytes.writeUInt32BE(timestamp, 48);
      bytes.writeUInt32BE(ssrc, 52);
      return bytes;
    }),
  ]);
}

describe('a recording', () => {
  const both = capture([
    { atMs: 1_000, ssrc: 1, timestamp: 4_294_967_200, fill: 0x11 },
    { atMs: 1_010, ssrc: 1, timestamp: 500, fill: 0x21, port: 24_000 },
    // the third packet comes before the second, and the fourth is lost
    { atMs: 1_020, ssrc: 1, timestamp: 224, fill: 0x13 },
    { atMs: 1_030, ssrc: 1, timestamp: 64, fill: 0x12 },
    { atMs: 1_080, ssrc: 1, timestamp: 544, fill: 0x15 },
    { atMs: 1_090, ssrc: 3, timestamp: 0, fill: 0x77, type: 72 },
  ]);

  it('is read as streams: each packet in its place, what is missing is silence, and other packets are none', () => {
    const [first, second, ...more] = readG711(both);
    expect(more).toEqual([]);
    expect(second).toMatchObject({ startsMs: 10, payloadType: 0 });
    const fills = [0, 1, 2, 3, 4].map((n) => first?.samples[n * 160]);
    expect(fills).toEqual([0x11, 0x12, 0x13, silence, 0x15]);
  });

  it('becomes a WAV of two channels that begin as far apart as the streams', () => {
    const wav = wavOf(readG711(both));
    expect([
      wav.toString('latin1', 0, 4),
      wav.toString('latin1', 8, 16),
      wav.toString('latin1', 50, 54),
    ]).toEqual(['RIFF', 'WAVEfmt ', 'data']);
    expect([wav.readUInt32LE(4), wav.readUInt32LE(54), wav.readUInt16LE(22)]).toEqual([
      wav.length - 8,
      1_600,
      2,
    ]);
    const right = (n: number) => wav[58 + n * 2 + 1];
    expect([right(79), right(80), right(239), right(240)]).toEqual([silence, 0x21, 0x21, silence]);
  });

  it('is read as far as it goes where it is cut short, and is none where it is something else', () => {
    expect(readG711(both.subarray(0, both.length - 300)).length).toBe(2);
    expect(() => readG711(Buffer.from('hello'))).toThrow('no packet capture');
    expect(() => wavOf([])).toThrow('nothing was recorded');
  });

  it('jumps no further than a minute, whatever a packet says', () => {
    const [stream] = readG711(
      capture([
        { atMs: 0, ssrc: 1, timestamp: 0, fill: 1 },
        { atMs: 20, ssrc: 1, timestamp: 2_000_000_000, fill: 2 },
      ]),
    );
    expect(stream?.samples.length).toBe(160);
  });
});

describe('the folder of recordings', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'recordings-'));
    mkdirSync(join(folder, 'pcaps'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const put = (name: string, ageS = 0) => {
    const path = join(folder, 'pcaps', name);
    writeFileSync(path, capture([{ atMs: 0, ssrc: 1, timestamp: 0, fill: 1 }]));
    const at = Date.now() / 1000 - ageS;
    utimesSync(path, at, at);
  };

  it("gives a call's recording by its name, and no other's", async () => {
    put('aa-1.pcap');
    const recordings = openRecordings(folder);
    expect((await recordings.wav('aa'))?.length).toBe(58 + 160);
    expect(await recordings.wav('a')).toBeNull();
    expect(await openRecordings(join(folder, 'absent')).wav('aa')).toBeNull();
  });

  it('deletes what is older', async () => {
    put('old-1.pcap', 100);
    put('new-1.pcap', 10);
    expect(await openRecordings(folder).deleteOlder(60)).toBe(1);
    expect(readdirSync(join(folder, 'pcaps'))).toEqual(['new-1.pcap']);
  });
});

it("reads rtpengine's answers", () => {
  const text = 'd10:statisticsd1:ai-5e1:bl1:xi2eee6:result2:oke';
  expect(bdecode(Buffer.from(text))).toEqual({ statistics: { a: -5, b: ['x', 2] }, result: 'ok' });
  for (const cut of ['d1:a', 'i5', '9:short', 'x'])
    expect(() => bdecode(Buffer.from(cut))).toThrow('cut short');
});
