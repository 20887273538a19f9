/** Queues that are always there. Those of WhatsApp numbers come beside them, see `numberQueue`. */
export const queues = {
  /** Webhooks that were taken and have to be worked on. */
  webhooks: 'webhooks',
  /** Campaigns: whom they go to, and when. */
  campaigns: 'campaigns',
  mail: 'mail',
  push: 'push',
  exports: 'exports',
  calls: 'calls',
  /** What comes round: sweeps, scheduled exports. */
  rounds: 'rounds',
} as const;

/** The queue of a WhatsApp number: each has its own, because each has its own pace. */
export function numberQueue(session: string): string {
  return `whatsapp-${session}`;
}

/**
 * What all keys of a queue begin with. The braces keep them on one node of a cluster, where one script may touch them all; with
 * the queue's name in them the queues spread over the nodes.
 */
export function prefixOf(queue: string): string {
  return `{jobs-${queue}}`;
}
