import { createHash } from 'node:crypto';
import { type Claim, claimSchema } from '../../core/claim.ts';

// A document of our own for tests: the real one is not ours to keep.

/** SHA-256 in hexadecimal digits. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export const smallDocument = `# A plan

## 1. **Servers (VMs)**
- Small: 2-4 cores, 50-100 GB, 1-2 TB/month
- OS: Linux 20.04/22.04

### Level 1: One VM (Start)
- 1x VM (4 CPU, 8 GB RAM): ₹3,500/month
- Up to 20 GB database size

**Total:** ₹3,500/month

| Level | Price | Users |
|---|---|---|
| Level 1 | ₹3,500 | 100-150 users, 10K customers |

\`\`\`
# not a heading
├─ Scale when: Users > 120, CPU > 70%
\`\`\`

## 🚦 2. Empty
`;

/** A claim about the small document, as the catalogue would give it. */
export function smallClaim(more: Partial<Claim> = {}): Claim {
  return claimSchema.parse({
    id: 'l1-price-total',
    level: 1,
    service: 'plan',
    section: 'Level 1: One VM',
    item: 'Total',
    figure: '₹3,500',
    says: 'it costs',
    why: 'money',
    tested: 'audit',
    kind: 'price-total',
    metric: 'price',
    comparator: '=',
    bound: 3500,
    unit: 'inr-per-month',
    ...more,
  });
}
