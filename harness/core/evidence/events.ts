import { z } from 'zod';

/** Why a VM was lost whose memory did not suffice. */
export const OUT_OF_MEMORY = 'it ran out of memory';

const lostVmSchema = z.strictObject({
  /** Epoch milliseconds at which it was seen. */
  atMs: z.number(),
  kind: z.enum(['vm-lost']),
  vm: z.string(),
  roles: z.array(z.string()),
  /** 'exit 137', 'it ran out of memory'. */
  why: z.string(),
  /** What carries on without it, for a reader: 'app-2 carries on'. */
  carriedBy: z.string(),
});
/** A VM that ended under load, and that the level went on without. */
export type LostVm = z.infer<typeof lostVmSchema>;

/** What happened to the level while it was under load, in order of time. */
export const eventsSchema = z.strictObject({ events: z.array(lostVmSchema) });
export type EventsData = z.infer<typeof eventsSchema>;
