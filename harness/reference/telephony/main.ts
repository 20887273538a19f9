import { openKamailio } from './kamailio.ts';
import { openSipClient } from './sip.ts';
import { startTelephony } from './telephony.ts';

/** The variable, which must be set. */
function given(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}

process.title = 'telephony';
const starting = startTelephony({
  host: '0.0.0.0',
  port: Number(given('PORT')),
  adminPort: Number(given('ADMIN_PORT')),
  apiKey: given('TELEPHONY_API_KEY'),
  crmUrl: given('CRM_URL'),
  webhookSecret: given('TELEPHONY_WEBHOOK_SECRET'),
  publicUrl: given('PUBLIC_URL'),
  phones: {
    host: given('PHONES_HOST'),
    agentPort: Number(given('PHONES_AGENT_PORT')),
    carrierPort: Number(given('PHONES_CARRIER_PORT')),
  },
  kamailio: openKamailio(Number(given('KAMAILIO_RPC_PORT'))),
  sip: openSipClient(given('SIP_ADDRESS'), Number(given('SIP_CLIENT_PORT'))),
  rtpenginePort: Number(given('RTPENGINE_PORT')),
  journal: given('JOURNAL'),
  recordings: given('RECORDINGS'),
  seed: Number(process.env.SEED || 1),
});
starting.catch((error: unknown) => {
  console.error(`telephony: ${(error as Error).message}`);
  process.exit(1);
});
process.once(
  'SIGTERM',
  () => void starting.then((program) => program.close()).finally(() => process.exit(0)),
);
