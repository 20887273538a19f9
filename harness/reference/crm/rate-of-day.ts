import type { GoldRate } from '../../../scenarios/lib/contract.ts';
import type { Query } from './database.ts';

const rateSql = `
  select t.slug as tenant, r.rated_on as "on", r.inr_per_gram_24k as "inrPerGram24k"
  from gold_rates r join tenants t on t.id = r.tenant_id
  where r.rated_on <= $1 order by r.rated_on desc limit 1`;

/** The tenant's latest rate up to a day. A tenant without any cannot price anything: that is a bug of the dataset. */
export async function rateOn(query: Query, day: string): Promise<GoldRate> {
  const [rate] = await query<GoldRate>(rateSql, [day]);
  if (!rate) throw new Error(`no gold rate up to ${day}`);
  return rate;
}
