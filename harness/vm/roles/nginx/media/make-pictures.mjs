// Stand-in: small product pictures of one colour each, `node make-pictures.mjs <folder> <count>` writes 1.png ... n.png.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';

const EDGE = 64;

function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function chunk(type, data) {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(data.length, 0);
  named.copy(framed, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}

function picture(n) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(EDGE, 0);
  head.writeUInt32BE(EDGE, 4);
  head.set([8, 2], 8); // 8 bits of red, green and blue
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(EDGE * 3, n % 251)]);
  const pixels = deflateSync(Buffer.concat(Array(EDGE).fill(row)));
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const [folder, count] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
for (let n = 1; n <= Number(count); n++) writeFileSync(join(folder, `${n}.png`), picture(n));
