import { createHash } from 'node:crypto';
import { drawFate } from './ack-plan.ts';
import { Chance } from './chance.ts';
import { newMessageId, serializedId } from './ids.ts';
import { Journal } from './journal.ts';
import type { KeptMessage } from './kept-message.ts';
import { Ledger } from './ledger.ts';
import type { Outgoing } from './outgoing.ts';
import { changed, fallbacks, type Parameters } from './parameters.ts';
import type { Entry, Media } from './record.ts';
import { engineFailed, notFound, unexpectedStatus } from './refusal.ts';
import { rememberedFrom } from './remembered.ts';
import { SendFaults } from './send-faults.ts';
import { Session } from './session.ts';
import type { SessionState } from './session-state.ts';
import { Telling } from './telling.ts';
import { Timers } from './timers.ts';
import { Teller } from './told-events.ts';
import { type WahaOptions, wahaVersion } from './waha-options.ts';
import type { SessionConfig } from './webhook-config.ts';
import { WebhookSender } from './webhook-sender.ts';

const pollMs = 500;

/** The accounts and what they do, without HTTP. Everything that happens is an entry of the journal, and the ledger their sum. */
export class Waha {
  readonly ledger = new Ledger();
  readonly faults = new SendFaults();
  readonly sessions = new Map<string, Session>();
  readonly timers = new Timers();
  readonly journal: Journal;
  readonly sender: WebhookSender;
  readonly startedAt = Date.now();
  /** Those that it was started with. */
  readonly configured: Readonly<Parameters>;
  parameters: Parameters;
  readonly #chance: Chance;
  readonly #teller: Teller;
  readonly #telling: Telling;

  constructor(options: Readonly<WahaOptions>) {
    this.journal = new Journal(options.folder);
    this.configured = changed(fallbacks, options.parameters ?? {});
    this.parameters = this.configured;
    this.#chance = new Chance(this.parameters.seed);
    const note = (entry: Entry) => this.note(entry);
    this.sender = new WebhookSender({
      ...{
        version: wahaVersion,
        parameters: () => this.parameters,
        chance: this.#chance,
        timers: this.timers,
        note,
      },
    });
    const { engine = 'WEBJS', worker = '', webhook = null } = options;
    this.#teller = new Teller({ sender: this.sender, engine, worker, webhook });
    this.#telling = new Telling(this, this.#teller, this.#chance);
    this.#remember(options);
  }

  /** An entry of the journal, which the ledger takes in at once. */
  note(entry: Entry): void {
    this.ledger.add(entry);
    this.journal.append(entry);
  }

  /** Changes parameters, also for the next start of the process. Throws a RangeError for one that is none. */
  setParameters(changes: Readonly<Record<string, unknown>>): void {
    this.parameters = changed(this.parameters, changes);
    if (changes.seed !== undefined) this.#chance.reseed(this.parameters.seed);
    this.note({ t: 'parameters', changes: { ...changes } });
    this.journal.flush();
  }

  /** Throws 404 where there is none. */
  session(name: string): Session {
    const session = this.sessions.get(name);
    if (session === undefined) throw notFound('Session not found');
    return session;
  }

  /** A new session, STOPPED. The name must be free. */
  create(name: string, config: SessionConfig): Session {
    const session = this.#open(name, { config, running: false, paired: false, pairings: 0, banned: false });
    this.#keep(session);
    return session;
  }

  /** Another configuration; a session that runs is stopped and started again. */
  configure(session: Session, config: SessionConfig): void {
    const { running } = session.state;
    session.stop(true);
    session.state = { ...session.state, config };
    this.#keep(session);
    if (running) session.start();
  }

  /** Stopped, logged out and forgotten; the ledger still has what it did. */
  remove(session: Session): void {
    session.stop();
    this.sessions.delete(session.name);
    this.note({ t: 'gone', s: session.name });
  }

  /** The session once it has one of these statuses. Looks every 0.5 s, and throws 422 after 5 s. */
  async inStatus(name: string, ...expected: Session['status'][]): Promise<Session> {
    const until = performance.now() + this.parameters.stallMs;
    for (;;) {
      const session = this.session(name);
      if (expected.includes(session.status)) return session;
      const left = until - performance.now();
      if (left <= 0) throw unexpectedStatus(name, session.status, expected);
      await this.timers.pause(Math.min(pollMs, left));
    }
  }

  /**
   * Sends a message once those that its account was asked to send before are out. It is in the journal when this returns.
   * A second send of one id is taken like the first, and told no acks of its own: WhatsApp hands it on, and the recipient,
   * who knows the id, drops it. Throws the refusal that the caller is to be told.
   */
  async send(name: string, outgoing: Readonly<Outgoing>): Promise<KeptMessage> {
    const session = await this.inStatus(name, 'WORKING');
    const turn = session.line.then(() => this.#sendNow(session, outgoing));
    session.line = turn.catch(() => {});
    return turn;
  }

  /** As if a customer wrote: told at once, or once the session works. */
  receive(session: Session, chat: string, body: string, media: Media | null): KeptMessage {
    const id = serializedId(false, chat, newMessageId());
    const hash = hashOf(body, media === null ? '' : (media.url ?? media.mimetype));
    this.note({ t: 'inbound', s: session.name, id, chat, at: Date.now(), body, hash, media });
    const message = this.ledger.find(session.name, id) as KeptMessage;
    session.activityAt = message.at;
    if (session.status === 'WORKING') this.#telling.tell(session, message);
    return message;
  }

  /** Whether a number has WhatsApp: by its digits, so that it is always the same. */
  exists(chat: string): boolean {
    if (this.parameters.unknownShare === 0) return true;
    const draw = createHash('sha256').update(chat).digest().readUInt32BE(0) / 2 ** 32;
    return draw >= this.parameters.unknownShare;
  }

  async #sendNow(session: Session, outgoing: Readonly<Outgoing>): Promise<KeptMessage> {
    const { failureShare, banAbovePerMinute, banShare, sendMedianMs, spread } = this.parameters;
    await this.timers.pause(this.#chance.delayMs(sendMedianMs, spread));
    if (session.status !== 'WORKING') throw unexpectedStatus(session.name, session.status, ['WORKING']);
    const tooFast = session.rate.exceeds(banAbovePerMinute, performance.now());
    if (this.#chance.happens(banShare) || tooFast) {
      session.ban();
      throw engineFailed('server returned error 463');
    }
    if (this.#chance.happens(failureShare)) throw engineFailed('the message could not be sent');
    const message = this.#put(session, outgoing);
    // before anybody hears of it
    this.journal.flush();
    return message;
  }

  #put(session: Session, { chat, body, media, content, id: given }: Readonly<Outgoing>): KeptMessage {
    const { name: s } = session;
    const id = serializedId(true, chat, given ?? newMessageId());
    const hash = hashOf(body, content);
    const at = Date.now();
    session.activityAt = at;
    const before = this.ledger.find(s, id);
    if (before !== null) {
      this.note({ t: 'again', s, id, at, hash });
      return before;
    }
    const fate = this.exists(chat) ? drawFate(this.parameters, this.#chance) : -1;
    this.note({ t: 'sent', s, id, chat, at, body, hash, media, fate });
    const message = this.ledger.find(s, id) as KeptMessage;
    this.#teller.message(session, message, () => {});
    this.#telling.tell(session, message);
    return message;
  }

  #changed(session: Session): void {
    this.#teller.status(session);
    if (session.status !== 'WORKING') return;
    for (const message of this.ledger.messagesOf(session.name)) this.#telling.tell(session, message);
  }

  #open(name: string, state: SessionState): Session {
    const session = new Session(name, state, {
      timers: this.timers,
      parameters: () => this.parameters,
      changed: (one) => this.#changed(one),
      keep: (one) => this.#keep(one),
    });
    this.sessions.set(name, session);
    return session;
  }

  #keep(session: Session): void {
    this.note({ t: 'session', s: session.name, ...session.state });
    this.journal.flush();
  }

  #remember({ restartsSessions = true, autoStartDelaySeconds = 0 }: Readonly<WahaOptions>): void {
    const { states, changes } = rememberedFrom(this.journal.read(), this.ledger);
    this.parameters = changed(this.parameters, changes);
    let waitMs = 0;
    for (const [name, state] of states) {
      const session = this.#open(name, state);
      if (!state.running || !restartsSessions) continue;
      this.timers.after(waitMs, () => session.start());
      waitMs += autoStartDelaySeconds * 1000;
    }
  }
}

function hashOf(body: string, content: string): string {
  return createHash('sha256')
    .update(content === '' ? body : `${body}\n${content}`)
    .digest('hex');
}
