/** One push as it came: whose, what became of it, and what it said once it was decrypted. */
export interface PushEntry {
  atMs: number;
  subscriptionId: string;
  status: number;
  /** `accepted`, or why not. */
  outcome: string;
  /** The sender's own name of the notification; null where there was none to read. */
  notificationId: string | null;
  payload: unknown;
}

interface PushCounts {
  received: number;
  accepted: number;
  decrypted: number;
  /** Accepted before under the same name, on the same subscription. */
  doubled: number;
  /** By reason. */
  refused: Record<string, number>;
}

export interface Ledger {
  note(entry: PushEntry): void;
  counts(): PushCounts;
  entries(): readonly PushEntry[];
}

/** Details are kept of the last so many; counts of all. */
const mostEntries = 50_000;

/** Empty. */
export function createLedger(): Ledger {
  const counts = { received: 0, accepted: 0, decrypted: 0, doubled: 0 };
  const refused: Record<string, number> = {};
  const seen = new Set<string>();
  let kept: PushEntry[] = [];
  return {
    note(entry) {
      counts.received++;
      if (entry.notificationId !== null) counts.decrypted++;
      if (entry.outcome === 'accepted') {
        counts.accepted++;
        const name = `${entry.subscriptionId} ${entry.notificationId}`;
        if (entry.notificationId !== null && seen.has(name)) counts.doubled++;
        seen.add(name);
      } else {
        refused[entry.outcome] = (refused[entry.outcome] ?? 0) + 1;
      }
      kept.push(entry);
      if (kept.length > 2 * mostEntries) kept = kept.slice(-mostEntries);
    },
    counts: () => ({ ...counts, refused: { ...refused } }),
    entries: () => kept.slice(-mostEntries),
  };
}
