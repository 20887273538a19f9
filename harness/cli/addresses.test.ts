import { expect, it } from 'vitest';
import type { StartedLevel } from '../topology/start-level.ts';
import { addressLines } from './addresses.ts';

const vm = (name: string, roles: string[], ports: Record<number, number>, more: object = {}) => ({
  ...{ name, roles, owner: 'project', image: 'capacity-vm:abc', foreign: false, ...more },
  port(inside: number) {
    const port = ports[inside];
    if (port === undefined) throw new Error(`No port binding found for :${inside}/tcp`);
    return port;
  },
});
const level = (vms: unknown[], testHosts: unknown[] = []) =>
  ({ vms, testHosts, secrets: { waha: 'wk', telephony: 'tk' } }) as unknown as StartedLevel;

it('names the stand-in with its ledger, and the test host beside the VMs', () => {
  const waha = vm('waha', ['waha'], { 3000: 13000, 3900: 13900 });
  const outside = vm('outside', ['outside', 'phones'], { 8090: 18090, 8091: 18091 });
  const telephony = vm('telephony', ['telephony'], { 8088: 18088, 8089: 18188 });
  expect(addressLines(level([waha, telephony], [outside]))).toEqual([
    'WhatsApp    http://127.0.0.1:13000  (a stand-in: nothing leaves; X-Api-Key wk; ledger http://127.0.0.1:13900/ledger)',
    'Telephony   http://127.0.0.1:18088  (a stand-in: nothing leaves; HTTP Basic: any user, password tk; ledger http://127.0.0.1:18188/ledger)',
    'Outside     http://127.0.0.1:18090  (push service, certificates; ledger http://127.0.0.1:18091/ledger)',
  ]);
});

it('calls a WAHA of the user theirs, and leaves out what a level file does not publish', () => {
  const own = vm('waha', ['waha'], { 3000: 13000 }, { owner: 'user', image: 'mine:1', foreign: true });
  const hidden = vm('telephony', ['telephony'], {});
  expect(addressLines(level([own, hidden]))).toEqual([
    'WhatsApp    http://127.0.0.1:13000  (yours: mine:1; X-Api-Key wk)',
  ]);
});
