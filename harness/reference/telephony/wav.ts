import { type G711Stream, silenceOf } from './pcap.ts';

const muLaw = 7;
const aLaw = 6;
const rate = 8_000;

/**
 * A WAV file of up to two streams, one channel each, beginning as far apart as they did. G.711 stays as it is: WAV has a format for
 * it. Both must be of the same law; a further stream is left out. Throws where there is nothing to hear.
 */
export function wavOf(streams: readonly G711Stream[]): Buffer {
  const [first] = streams;
  if (!first) throw new Error('nothing was recorded');
  const heard = streams.filter(({ payloadType }) => payloadType === first.payloadType).slice(0, 2);
  const earliest = Math.min(...heard.map(({ startsMs }) => startsMs));
  const offsets = heard.map(({ startsMs }) => Math.round(((startsMs - earliest) * rate) / 1000));
  const length = Math.max(...heard.map(({ samples }, n) => (offsets[n] ?? 0) + samples.length));
  const channels = heard.length;
  const data = Buffer.alloc(length * channels, silenceOf(first.payloadType));
  heard.forEach(({ samples }, channel) => {
    const offset = offsets[channel] ?? 0;
    for (let n = 0; n < samples.length; n++) data[(offset + n) * channels + channel] = samples[n] as number;
  });
  return Buffer.concat([header(first.payloadType === 8 ? aLaw : muLaw, channels, data.length), data]);
}

function header(format: number, channels: number, bytes: number): Buffer {
  const head = Buffer.alloc(58);
  head.write('RIFF', 0);
  head.writeUInt32LE(50 + bytes, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(18, 16);
  head.writeUInt16LE(format, 20);
  head.writeUInt16LE(channels, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * channels, 28);
  head.writeUInt16LE(channels, 32);
  head.writeUInt16LE(8, 34);
  // no further bytes of the format; the number of samples, which formats other than PCM must tell
  head.write('fact', 38);
  head.writeUInt32LE(4, 42);
  head.writeUInt32LE(bytes / channels, 46);
  head.write('data', 50);
  head.writeUInt32LE(bytes, 54);
  return head;
}
