export type SessionStatus = 'STOPPED' | 'STARTING' | 'SCAN_QR_CODE' | 'WORKING' | 'FAILED';

/** What happens to a session: asked for (start, stop), by WhatsApp (paired, banned), or by time (started, qr-expired, qr-exhausted). */
export type SessionEvent =
  | 'start'
  | 'stop'
  | 'started-paired'
  | 'started-unpaired'
  | 'started-banned'
  | 'paired'
  | 'qr-expired'
  | 'qr-exhausted'
  | 'banned';

const after: Record<SessionStatus, Partial<Record<SessionEvent, SessionStatus>>> = {
  STOPPED: { start: 'STARTING' },
  STARTING: {
    stop: 'STOPPED',
    'started-paired': 'WORKING',
    'started-unpaired': 'SCAN_QR_CODE',
    'started-banned': 'FAILED',
  },
  // told again with each new code
  SCAN_QR_CODE: {
    stop: 'STOPPED',
    paired: 'WORKING',
    'qr-expired': 'SCAN_QR_CODE',
    'qr-exhausted': 'FAILED',
  },
  WORKING: { stop: 'STOPPED', banned: 'FAILED' },
  FAILED: { stop: 'STOPPED' },
};

/** The status that follows, or null where the event means nothing to a session in that status. */
export function statusAfter(status: SessionStatus, event: SessionEvent): SessionStatus | null {
  return after[status][event] ?? null;
}

/** QR codes that WhatsApp shows before it gives up. */
export const qrCodes = 6;
