import { createHash } from 'node:crypto';
import { SendRate } from './ban.ts';
import type { Parameters } from './parameters.ts';
import type { SessionState } from './session-state.ts';
import { qrCodes, type SessionEvent, type SessionStatus, statusAfter } from './session-status.ts';
import type { Timers } from './timers.ts';

interface Me {
  id: string;
  pushName: string;
}

/** A number that follows from the session and how often it was paired: the same after a restart, another after a new pairing. */
function meOf(name: string, pairings: number): Me {
  const hash = createHash('sha256').update(`${name}:${pairings}`).digest();
  return { id: `9140${String(hash.readUIntBE(0, 6) % 1e8).padStart(8, '0')}@c.us`, pushName: name };
}

interface SessionOptions {
  timers: Timers;
  parameters: () => Parameters;
  /** Called after each change, also of one status to itself. */
  changed: (session: Session) => void;
  /** Called when what must outlive the process has changed. */
  keep: (session: Session) => void;
}

/** One WhatsApp account: its status, and its turn-taking among the messages that it sends. */
export class Session {
  readonly name: string;
  state: SessionState;
  status: SessionStatus = 'STOPPED';
  /** The last three, oldest first. */
  statuses: { status: SessionStatus; timestamp: number }[] = [];
  readonly rate = new SendRate();
  activityAt: number | null = null;
  /** The end of the line of sends. */
  line: Promise<unknown> = Promise.resolve();
  readonly #options: SessionOptions;
  #timer: NodeJS.Timeout | null = null;
  #me: { pairings: number; me: Me } | null = null;

  constructor(name: string, state: SessionState, options: SessionOptions) {
    this.name = name;
    this.state = state;
    this.#options = options;
  }

  /** The account that it is paired with, or null. */
  me(): Me | null {
    const { paired, pairings } = this.state;
    if (!paired) return null;
    if (this.#me?.pairings !== pairings) this.#me = { pairings, me: meOf(this.name, pairings) };
    return this.#me.me;
  }

  /** STARTING, and after a while whatever follows from how things are. Nothing where it runs. */
  start(): void {
    if (!this.#goOn('start')) return;
    this.#keep({ running: true });
    const { timers, parameters } = this.#options;
    this.#timer = timers.after(parameters().startMs, () => this.#started());
  }

  /** STOPPED, whatever it did. `keeping`: it starts again by itself after a restart of the server. */
  stop(keeping = false): void {
    this.#options.timers.cancel(this.#timer);
    if (!keeping && this.state.running) this.#keep({ running: false });
    this.#goOn('stop');
  }

  /** Stopped, and its number given up; with it goes a ban. */
  logOut(): void {
    this.stop(true);
    this.#keep({ paired: false, banned: false });
  }

  /** Somebody has scanned its code. False where it shows none. */
  pair(): boolean {
    if (this.status !== 'SCAN_QR_CODE') return false;
    this.#options.timers.cancel(this.#timer);
    this.#pairAnew();
    return this.#goOn('paired');
  }

  /** WhatsApp will have no more of it. */
  ban(): void {
    this.#keep({ banned: true });
    this.#goOn('banned');
  }

  #started(): void {
    const { pairsItself } = this.#options.parameters();
    if (this.state.banned) return void this.#goOn('started-banned');
    if (!this.state.paired && pairsItself === 1) this.#pairAnew();
    if (this.state.paired) return void this.#goOn('started-paired');
    this.#goOn('started-unpaired');
    this.#showCodes(1);
  }

  #showCodes(shown: number): void {
    const { timers, parameters } = this.#options;
    this.#timer = timers.after(parameters().qrMs, () => {
      if (shown === qrCodes) return void this.#goOn('qr-exhausted');
      this.#goOn('qr-expired');
      this.#showCodes(shown + 1);
    });
  }

  #pairAnew(): void {
    this.#keep({ paired: true, pairings: this.state.pairings + 1 });
  }

  #goOn(event: SessionEvent): boolean {
    const next = statusAfter(this.status, event);
    if (next === null) return false;
    this.status = next;
    this.statuses = [...this.statuses, { status: next, timestamp: Date.now() }].slice(-3);
    this.#options.changed(this);
    return true;
  }

  #keep(change: Partial<SessionState>): void {
    this.state = { ...this.state, ...change };
    this.#options.keep(this);
  }
}
