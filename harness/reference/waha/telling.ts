import { type Ack, ackDelayMs } from './ack-plan.ts';
import type { Chance } from './chance.ts';
import { bitOf, type KeptMessage, untold } from './kept-message.ts';
import type { Session } from './session.ts';
import type { Teller } from './told-events.ts';
import type { Waha } from './waha.ts';
import type { Concluded } from './webhook-sender.ts';

/** Lets what is still to be known of messages come, each in its time, and be told. */
export class Telling {
  readonly #waha: Waha;
  readonly #teller: Teller;
  readonly #chance: Chance;

  constructor(waha: Waha, teller: Teller, chance: Chance) {
    this.#waha = waha;
    this.#teller = teller;
    this.#chance = chance;
  }

  /**
   * Tells all of it that is neither told nor under way: a message at once, acks after drawn delays. An ack that came before
   * and that nobody was told, because the process died, is told at once: so acks are told at least once, as WhatsApp hands a
   * receipt again to a client that has not confirmed it.
   */
  tell(session: Session, message: KeptMessage): void {
    let afterMs = 0;
    for (const ack of untold(message)) {
      message.underWay |= bitOf(ack);
      const told: Concluded = ({ dropped }) => {
        // nobody heard of it: it is told when the session, or this process, comes again
        if (dropped) message.underWay &= ~bitOf(ack);
        else this.#waha.note({ t: 'told', s: session.name, id: message.id, ack });
      };
      if (ack === 0) {
        this.#teller.message(session, message, told);
        continue;
      }
      if (!hasCome(message, ack)) afterMs += ackDelayMs(ack, this.#waha.parameters, this.#chance);
      const waitMs = hasCome(message, ack) ? 0 : afterMs;
      this.#waha.timers.after(waitMs, () => this.#come(session, message, ack, told));
    }
  }

  #come(session: Session, message: KeptMessage, ack: Exclude<Ack, 0>, told: Concluded): void {
    const { sessions } = this.#waha;
    // offline: WhatsApp keeps it until the account is back
    if (session.status !== 'WORKING' || sessions.get(session.name) !== session) {
      message.underWay &= ~bitOf(ack);
      return;
    }
    if (!hasCome(message, ack)) this.#waha.note({ t: 'ack', s: session.name, id: message.id, ack });
    this.#teller.ack(session, message, ack, told);
  }
}

function hasCome({ ack: last }: Readonly<KeptMessage>, ack: Exclude<Ack, 0>): boolean {
  return ack === -1 ? last === -1 : last >= ack;
}
