import webPush from 'web-push';
import type { Crm } from '../crm.ts';
import { inTenant } from '../in-tenant.ts';
import { GiveUp, type JobInHand } from '../jobs/job.ts';
import { judgeAnswer } from './answer.ts';
import { mayPushTo } from './endpoint.ts';
import { areKeys } from './keys.ts';
import { type Notification, payloadOf } from './notification.ts';
import { post } from './post.ts';
import { livingSubscription, prune, type Subscription } from './subscriptions.ts';
import { type VapidKeys, vapidKeysOf } from './vapid.ts';

/** A push service keeps it so long for a browser that is closed: a shop's day. Tomorrow it is no news. */
const ttlS = 12 * 3600;
const subject = 'mailto:push@crm.example';

/**
 * Sends one notification to one subscription. At least once: where the service took it and its answer was lost it is sent again,
 * under the same topic, which replaces it while the browser has not fetched it, and the same id, by which the browser knows it.
 */
export function deliverTo(crm: Crm): (job: JobInHand) => Promise<void> {
  const keys = vapidKeysOf(crm.outside.secret);
  return async ({ data }) => {
    const { tenantId, subscriptionId, notification } = data as JobInHand['data'] & {
      subscriptionId: number;
      notification: Notification;
    };
    const subscription = await inTenant(crm, tenantId, (query) => livingSubscription(query, subscriptionId));
    if (subscription === null) return;
    const { endpoint, p256dh, auth } = subscription;
    const usable = mayPushTo(endpoint, crm.outside.pushHosts) && areKeys({ p256dh, auth });
    if (usable && (await push(subscription, notification, keys)) === 'done') return;
    await inTenant(crm, tenantId, (query) => prune(query, subscriptionId, endpoint));
  };
}

async function push(subscription: Subscription, notification: Notification, keys: VapidKeys) {
  const { endpoint, p256dh, auth } = subscription;
  const details = (() => {
    try {
      return webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, payloadOf(notification), {
        vapidDetails: { subject, ...keys },
        TTL: ttlS,
        urgency: 'normal',
        topic: notification.id,
        contentEncoding: 'aes128gcm',
      });
    } catch {
      throw new GiveUp('the notification cannot be encrypted');
    }
  })();
  const headers = Object.fromEntries(
    Object.entries(details.headers).map(([name, value]) => [name, String(value)]),
  );
  return judgeAnswer(await post(endpoint, headers, details.body), Date.now());
}
