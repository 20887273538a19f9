import { createSocket } from 'node:dgram';
import type { Script } from './chance.ts';

/** A call that a phone is asked to make. */
export interface Referral {
  sid: string;
  /** Which phone is asked: its number, and the host and port where phones of its side are. */
  phone: string;
  at: { host: string; port: number };
  /** The number that it is to call. */
  to: string;
  script: Script;
  ringLimitMs: number;
  timeLimitS: number;
  record: boolean;
}

/** The control program's side of SIP. */
export interface SipClient {
  /** Asks a phone by way of Kamailio. Resolves with the final status: 202 where it will call; 408 where nobody answered. */
  refer(referral: Referral): Promise<number>;
  close(): void;
}

/** RFC 3261, T1: a request without an answer is sent again after so many milliseconds, then after twice as many, ... */
const firstRepeatMs = 500;
/** Kamailio gives a phone up after 5 s and says so; if it says nothing for this long it is gone itself. */
const givenUpMs = 8_000;

/** `address` is that of this VM where Kamailio listens; `port` is the client's own. */
export function openSipClient(address: string, port: number): SipClient {
  const waiting = new Map<string, (status: number) => void>();
  const socket = createSocket('udp4');
  socket.on('error', () => {});
  socket.bind(port, address);
  socket.on('message', (message) => {
    const answer = readAnswer(message.toString('latin1'));
    if (answer && answer.status >= 200) waiting.get(answer.callId)?.(answer.status);
  });
  return {
    refer(referral) {
      const message = referMessage(referral, address, port);
      return new Promise<number>((resolve) => {
        const ends = performance.now() + givenUpMs;
        let timer: NodeJS.Timeout;
        const settle = (status: number) => {
          clearTimeout(timer);
          waiting.delete(referral.sid);
          resolve(status);
        };
        waiting.set(referral.sid, settle);
        const send = (nextMs: number) => {
          if (performance.now() >= ends) return settle(408);
          socket.send(message, 5060, address, () => {});
          timer = setTimeout(send, nextMs, nextMs * 2);
        };
        send(firstRepeatMs);
      });
    },
    close: () => socket.close(),
  };
}

/** The out-of-dialog REFER of RFC 3515; no subscription (RFC 4488), for Kamailio tells what becomes of the call. */
export function referMessage(referral: Referral, address: string, port: number): string {
  const { sid, phone, at, to, script } = referral;
  return [
    `REFER sip:${phone}@${at.host}:${at.port} SIP/2.0`,
    `Via: SIP/2.0/UDP ${address}:${port};branch=z9hG4bK${sid}`,
    `From: <sip:pbx@${address}>;tag=${sid}`,
    `To: <sip:${phone}@${address}>`,
    `Call-ID: ${sid}`,
    'CSeq: 1 REFER',
    `Contact: <sip:pbx@${address}:${port}>`,
    'Max-Forwards: 10',
    `Refer-To: <sip:${to}@${address}>`,
    'Refer-Sub: false',
    `X-Script: ${script.outcome}`,
    `X-Ring-Ms: ${script.ringMs}`,
    `X-Ring-Limit: ${referral.ringLimitMs}`,
    `X-Talk-Ms: ${script.talkMs}`,
    `X-Time-Limit: ${referral.timeLimitS}`,
    `X-Record: ${referral.record ? 1 : 0}`,
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');
}

/** Status and call of a response; null for what is none. */
export function readAnswer(text: string): { status: number; callId: string } | null {
  const status = /^SIP\/2\.0 (\d{3}) /.exec(text)?.[1];
  const callId = /\r\n(?:Call-ID|i)\s*:\s*(\S+)\r\n/i.exec(text)?.[1];
  return status && callId ? { status: Number(status), callId } : null;
}
