import { z } from 'zod';

/** What happened to the level while it was under load, in order of time. */
export const eventsSchema = z.strictObject({
  events: z.array(
    z.strictObject({
      /** Epoch milliseconds at which it was seen. */
      atMs: z.number(),
      kind: z.enum(['vm-lost']),
      vm: z.string(),
      roles: z.array(z.string()),
      /** 'exit 137', 'it ran out of memory'. */
      why: z.string(),
      /** What carries on without it, for a reader: 'app-2 serves'. */
      carriedBy: z.string(),
    }),
  ),
});
export type EventsData = z.infer<typeof eventsSchema>;
