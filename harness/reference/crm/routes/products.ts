import type { FastifyInstance } from 'fastify';
import type { ProductRow, Rows } from '../../../../scenarios/lib/contract.ts';
import type { Crm } from '../crm.ts';
import { type Piece, priceInr } from '../pricing.ts';
import { rateOn } from '../rate-of-day.ts';
import { query, size } from '../shapes.ts';

/** As long as the rate that prices follow from. */
const keptS = 60;

interface ProductQuery {
  q?: string;
  size: number;
}

type Stored = Omit<ProductRow, 'priceInr'> & Piece;

/** A tenant has some hundred products: reading them all is cheaper than an index on every word. */
const productsSql = `
  select p.id, t.slug as tenant, p.sku, p.name, p.weight_mg as "weightMg", p.purity,
    p.making_inr_per_gram as "makingInrPerGram", p.stone_inr as "stoneInr"
  from products p join tenants t on t.id = p.tenant_id
  where $1::text is null or p.name ilike $1 or p.sku ilike $1
  order by p.name, p.id limit $2`;

const listQuery = query({ q: { type: 'string', maxLength: 60 }, size: size(20) });

/** The catalogue at the rate of the day, by words of name or article number. */
export function productRoutes(app: FastifyInstance, crm: Crm): void {
  app.get<{ Querystring: ProductQuery }>(
    '/api/products',
    { schema: { querystring: listQuery } },
    async (request): Promise<Rows<ProductRow>> => {
      const { tenantId, tenant } = request.session;
      const { q, size } = request.query;
      const term = q?.trim().toLowerCase() || null;
      const key = `products:${size}:${term ?? ''}`;
      return crm.cache.remember(tenantId, key, keptS, async () => {
        const today = await crm.day.today(request.databaseTime);
        return crm.primary.asTenant(request.databaseTime, tenantId, async (query) => {
          const { inrPerGram24k } = await rateOn(query, today);
          const stored = await query<Stored>(productsSql, [
            term === null ? null : `%${literal(term)}%`,
            size,
          ]);
          return { tenant, items: stored.map((product) => priced(product, inrPerGram24k)) };
        });
      });
    },
  );
}

function priced(product: Stored, inrPerGram24k: number): ProductRow {
  const { id, tenant, sku, name, weightMg, purity } = product;
  return { id, tenant, sku, name, weightMg, purity, priceInr: priceInr(product, inrPerGram24k) };
}

/** What a user types has no wildcards. */
function literal(term: string): string {
  return term.replace(/[\\%_]/g, '\\$&');
}
