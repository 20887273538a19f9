import { z } from 'zod';
import { HarnessError } from '../harness/core/errors.ts';
import type { SeedRequest } from './port.ts';

const schema = z.strictObject({
  customers: z.number().int().min(100).max(1_000_000),
  seed: z.number().int().min(0).max(0xffff_ffff),
  tenants: z
    .array(z.string().regex(/^[a-z][a-z0-9-]{0,38}$/, 'must be a lower-case name such as mangatrai'))
    .min(1)
    .max(50)
    .refine((names) => new Set(names).size === names.length, 'must differ from each other'),
  staffPerTenant: z.number().int().min(1).max(5_000),
});

/** The request itself where it can be seeded; throws 'usage' with every problem at once where it cannot. */
export function checkedRequest(request: SeedRequest): SeedRequest {
  const parsed = schema.safeParse({ ...request, tenants: [...request.tenants] });
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new HarnessError('usage', `cannot seed this: ${problems.join('; ')}`, {
    hint: 'customers 100 to 1,000,000; seed 0 to 4,294,967,295; 1 to 50 tenants; 1 to 5,000 staff per tenant',
  });
}
