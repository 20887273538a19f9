/** A G.711 stream of a recording: what one side said. */
export interface G711Stream {
  /** 0: µ-law, 8: A-law; both 8,000 samples a second, a byte each. */
  payloadType: number;
  /** Milliseconds from the beginning of the recording to its first packet. */
  startsMs: number;
  samples: Buffer;
}

const rawIp = 101;
const ethernet = 1;
/** A stream that jumps further than a minute is another one, or broken. */
const longestGap = 60 * 8_000;

/**
 * Reads the G.711 streams out of a packet capture of one call, one for each side and SSRC (phones may choose the same), packets that are missing filled with silence and
 * those that came twice or late put where they belong. Throws where it is no capture; a capture cut short is read up to there.
 */
export function readG711(capture: Buffer): G711Stream[] {
  if (capture.length < 24 || capture.readUInt32LE(0) !== 0xa1b2c3d4) throw new Error('no packet capture');
  const link = capture.readUInt32LE(20);
  if (link !== rawIp && link !== ethernet)
    throw new Error(`a capture of link type ${link}, which is not read`);
  const streams = new Map<
    string,
    { first: number; startsMs: number; payloadType: number; packets: [number, Buffer][] }
  >();
  let begin: number | null = null;
  for (let at = 24; at + 16 <= capture.length; ) {
    const atMs = capture.readUInt32LE(at) * 1000 + capture.readUInt32LE(at + 4) / 1000;
    const length = capture.readUInt32LE(at + 8);
    if (at + 16 + length > capture.length) break;
    const packet = capture.subarray(at + 16 + (link === ethernet ? 14 : 0), at + 16 + length);
    at += 16 + length;
    begin ??= atMs;
    const rtp = rtpOf(packet);
    if (!rtp) continue;
    const known = streams.get(rtp.from);
    const stream = known ?? {
      first: rtp.timestamp,
      startsMs: atMs - begin,
      payloadType: rtp.payloadType,
      packets: [],
    };
    if (!known) streams.set(rtp.from, stream);
    const offset = (rtp.timestamp - stream.first) | 0;
    const end = stream.packets.at(-1)?.[0] ?? 0;
    if (offset >= 0 && offset - end < longestGap) stream.packets.push([offset, rtp.payload]);
  }
  return [...streams.values()].map(({ startsMs, payloadType, packets }) => ({
    payloadType,
    startsMs,
    samples: laidOut(packets, silenceOf(payloadType)),
  }));
}

/** The byte that is silence. */
export const silenceOf = (payloadType: number) => (payloadType === 8 ? 0xd5 : 0xff);

function laidOut(packets: readonly [number, Buffer][], silence: number): Buffer {
  let length = 0;
  for (const [offset, { length: size }] of packets) length = Math.max(length, offset + size);
  const samples = Buffer.alloc(length, silence);
  for (const [offset, payload] of packets) payload.copy(samples, offset);
  return samples;
}

/** The G.711 packet in an IPv4 datagram; null for anything else, RTCP among it. */
function rtpOf(packet: Buffer) {
  const header = ((packet[0] ?? 0) & 0x0f) * 4;
  if ((packet[0] ?? 0) >> 4 !== 4 || packet[9] !== 17 || packet.length < header + 8 + 12) return null;
  const rtp = packet.subarray(header + 8);
  const payloadType = (rtp[1] ?? 0) & 0x7f;
  if ((rtp[0] ?? 0) >> 6 !== 2 || (payloadType !== 0 && payloadType !== 8)) return null;
  const start = 12 + ((rtp[0] ?? 0) & 0x0f) * 4;
  return {
    payloadType,
    timestamp: rtp.readUInt32BE(4),
    // address, port and SSRC
    from: `${packet.toString('hex', 12, 16)}:${packet.readUInt16BE(header)}:${rtp.readUInt32BE(8)}`,
    payload: rtp.subarray(start),
  };
}
