import type { Chance } from './chance.ts';
import type { Parameters } from './parameters.ts';

/** -1 failed, 0 pending, 1 at the server, 2 on the device, 3 read. */
export type Ack = -1 | 0 | 1 | 2 | 3;

const names: Record<Ack, string> = { '-1': 'ERROR', 0: 'PENDING', 1: 'SERVER', 2: 'DEVICE', 3: 'READ' };

/** WAHA's word for it. */
export function ackName(ack: Ack): string {
  return names[ack];
}

/** How far a message comes, drawn once when it is sent. */
export function drawFate(parameters: Parameters, chance: Chance): Exclude<Ack, 0> {
  const [fails, delivered, read] = [
    chance.happens(parameters.ackErrorShare),
    chance.happens(parameters.deliveredShare),
    chance.happens(parameters.readShare),
  ];
  if (fails) return -1;
  if (!delivered) return 1;
  return read ? 3 : 2;
}

/** The acks on the way to that fate, in order: a failure is told once and alone. */
export function acksUpTo(fate: Ack): readonly Exclude<Ack, 0>[] {
  if (fate === -1) return [-1];
  return ([1, 2, 3] as const).filter((ack) => ack <= fate);
}

/** ms from the ack before it, or from the send. */
export function ackDelayMs(ack: Exclude<Ack, 0>, parameters: Parameters, chance: Chance): number {
  const { ackServerMs, ackDeviceMs, ackReadMs, spread } = parameters;
  const median = ack === 2 ? ackDeviceMs : ack === 3 ? ackReadMs : ackServerMs;
  return chance.delayMs(median, spread);
}
