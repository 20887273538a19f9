import { evenTenantAt, rowsFor } from '../../plan.ts';
import type { Table } from '../../table.ts';
import { momentAt, shopHours } from '../../time/timeline.ts';
import { pointOf65, secretOf16 } from '../../values/base64.ts';
import { hexLower, mixed } from '../../values/hex.ts';
import { staffId } from '../organisation/staff.ts';

const daySeconds = 86_400;

export const pushSubscriptions: Table = {
  name: 'push_subscriptions',
  columns: {
    id: 'integer',
    tenant_id: 'integer',
    staff_id: 'integer',
    endpoint: 'text',
    p256dh: 'text',
    auth: 'text',
    created_at: 'moment',
    last_seen_at: 'moment',
    active: 'boolean',
  },
  count: (plan) => rowsFor(plan, 'pushSubscriptions'),
  rows: (plan) => {
    const stream = plan.stream('push_subscriptions');
    const count = rowsFor(plan, 'pushSubscriptions');
    return (index) => {
      const draw = stream(index);
      const tenant = evenTenantAt(plan, index);
      const createdAt = momentAt((index + draw.float()) / count, shopHours);
      // Browsers give up a subscription after a while and make another one: a third of the recent ones live.
      const seenUntil = Math.min(daySeconds, createdAt + draw.int(1, 200) * daySeconds);
      const lastSeenAt =
        seenUntil === daySeconds ? Math.max(createdAt, -draw.int(0, 5 * daySeconds)) : seenUntil;
      return [
        index + 1,
        tenant + 1,
        staffId(plan, tenant, draw.int(0, plan.request.staffPerTenant - 1)),
        `https://push.example/send/${hexLower(draw.int(0, 0xffff_ffff))}${hexLower(mixed(index))}${secretOf16(draw)}`,
        pointOf65(draw),
        secretOf16(draw),
        createdAt,
        lastSeenAt,
        seenUntil === daySeconds,
      ];
    };
  },
};
