/** What the ledger says of one session, or of all. */
export interface Counts {
  /** Sends asked for. */
  received: number;
  /** Of these: taken and sent on, whatever the caller was told. */
  accepted: number;
  /** Of these: not sent, by the status that they were answered with; 0: with nothing, or nothing that can be read. */
  refused: Record<string, number>;
  /** Of these: neither yet. What was open when the process died stays so. */
  open: number;
  /** Messages that a recipient has, each counted once. */
  sent: number;
  /** Sends of a message that the recipient had: WhatsApp drops them there by their id. accepted = sent + doubled. */
  doubled: number;
  /** Of these: with another text, which the recipient never sees. */
  doubledWithOtherText: number;
  /** Sent, but a fault told the caller otherwise, by its kind. */
  misanswered: Record<string, number>;
  /** Acks that came from WhatsApp, by their value. */
  acks: Record<string, number>;
  /** Messages that customers wrote. */
  inbound: number;
  webhooks: {
    delivered: number;
    givenUp: number;
    dropped: number;
    /** Attempts after the first. */
    retried: number;
    /** Second copies that a fault had posted; they count under delivered and givenUp too. */
    duplicated: number;
    /** Attempts by the status of their answer; 0: none. */
    answered: Record<string, number>;
    /** By their event: concluded in whatever way. */
    events: Record<string, number>;
  };
}

/** Nothing yet. */
export function noCounts(): Counts {
  const webhooks = {
    delivered: 0,
    givenUp: 0,
    dropped: 0,
    retried: 0,
    duplicated: 0,
    answered: {},
    events: {},
  };
  const sends = {
    received: 0,
    accepted: 0,
    refused: {},
    open: 0,
    sent: 0,
    doubled: 0,
    doubledWithOtherText: 0,
  };
  return { ...sends, misanswered: {}, acks: {}, inbound: 0, webhooks };
}

/** One more of that kind. */
export function countOne(counts: Record<string, number>, kind: string | number): void {
  counts[kind] = (counts[kind] ?? 0) + 1;
}

/** All of them together. */
export function sumOf(all: Iterable<Counts>): Counts {
  const sum = noCounts() as unknown as Tree;
  for (const counts of all) add(sum, counts as unknown as Tree);
  return sum as unknown as Counts;
}

interface Tree {
  [name: string]: number | Tree;
}

function add(sum: Tree, more: Tree): void {
  for (const [name, value] of Object.entries(more)) {
    if (typeof value === 'number') sum[name] = ((sum[name] as number | undefined) ?? 0) + value;
    else {
      sum[name] ??= {};
      add(sum[name] as Tree, value);
    }
  }
}
