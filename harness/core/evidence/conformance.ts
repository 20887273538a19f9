import { z } from 'zod';

/** What was started beside what the document lists, one row for each figure. */
export const conformanceSchema = z.strictObject({
  rows: z.array(
    z.strictObject({
      /** 'app', 'db', or the level as a whole. */
      subject: z.string(),
      /** 'VMs', 'vCPU', 'memory', 'PostgreSQL version'. */
      item: z.string(),
      /** In the document's figure; null where it is silent. */
      document: z.string().nullable(),
      here: z.string(),
      /** Null where the document is silent, so that nothing can differ. */
      agrees: z.boolean().nullable(),
      /** Claim that states the figure. */
      claimId: z.string().nullable(),
    }),
  ),
});
export type ConformanceData = z.infer<typeof conformanceSchema>;
