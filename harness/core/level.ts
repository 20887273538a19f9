import { z } from 'zod';

/** What runs on a VM. */
const roles = [
  'app',
  'postgres',
  'replica',
  'pgbouncer',
  'redis',
  'nginx',
  'haproxy',
  'smtp',
  'waha',
  'telephony',
  'cdn',
  'storage',
  'monitoring',
  'exporters',
  'outside',
  'phones',
] as const;
export type Role = (typeof roles)[number];

/** One VM as the document gives it. */
export const vmSpecSchema = z.strictObject({
  name: z.string(),
  roles: z.array(z.enum(roles)).min(1),
  vCpu: z.number().positive(),
  memoryBytes: z.number().positive(),
  /** Null where the document gives the VM no disk. */
  diskBytes: z.number().nonnegative().nullable(),
  /** There where the document leaves the size open: vCPU and memory are ours then. */
  sizeAssumed: z.literal(true).optional(),
});
export type VmSpec = z.infer<typeof vmSpecSchema>;

export interface LevelSpec {
  level: number;
  source: 'document' | 'custom';
  vms: VmSpec[];
}

export const tenants = ['mangatrai', 'sarkar', 'zinzuwadia'] as const;
