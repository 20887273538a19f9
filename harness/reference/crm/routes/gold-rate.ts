import type { FastifyInstance } from 'fastify';
import type { GoldRate } from '../../../../scenarios/lib/contract.ts';
import type { Crm } from '../crm.ts';
import { rateOn } from '../rate-of-day.ts';

/** The board rate changes a few times a day at most. */
const keptS = 60;

/** The tenant's gold rate of the day. */
export function goldRateRoutes(app: FastifyInstance, crm: Crm): void {
  app.get('/api/gold-rate', async (request): Promise<GoldRate> => {
    const { tenantId } = request.session;
    return crm.cache.remember(tenantId, 'gold-rate', keptS, async () => {
      const today = await crm.day.today(request.databaseTime);
      return crm.primary.asTenant(request.databaseTime, tenantId, (query) => rateOn(query, today));
    });
  });
}
