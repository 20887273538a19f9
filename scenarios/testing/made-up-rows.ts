import { ownerOfSeededCustomer, type Viewer } from '../lib/ownership.ts';
import { stream } from '../lib/random.ts';

/** A customer of a made-up CRM; other rows are made where they are answered. */
export interface MadeUpCustomer extends Record<string, unknown> {
  id: number;
  name: string;
  phone: string;
  segment: string;
}

const firstNames = ['Ananya', 'Bhavesh', 'Chandan', 'Deepika', 'Farhan', 'Gauri', 'Harish', 'Lakshmi'];
const lastNames = ['Chopra', 'Desai', 'Ganguly', 'Kulkarni', 'Mangat', 'Nair', 'Reddy', 'Sarkar'];
const segments = ['new', 'regular', 'vip', 'dormant'];

const made = new Map<string, readonly MadeUpCustomer[]>();

/** The seeded customers of the viewer's tenant, by id; the same ones each time. */
export function customersOf(viewer: Viewer): readonly MadeUpCustomer[] {
  const { tenant, tenantNumber, deal, customers } = viewer;
  const key = `${tenant} ${tenantNumber} ${deal.round} ${customers}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const ids = Array.from({ length: customers }, (_, index) => index + 1);
  const own = ids.filter((id) => ownerOfSeededCustomer(id, deal) === tenantNumber);
  const rows = own.map((id) => customerRow(id, tenant));
  made.set(key, rows);
  return rows;
}

function customerRow(id: number, tenant: string): MadeUpCustomer {
  const random = stream(1, `customer ${id}`);
  const name = `${random.pick(firstNames)} ${random.pick(lastNames)}`;
  // Neighbours in a list have numbers that lie far apart.
  const digits = String((id * 12_347) % 100_000_000).padStart(8, '0');
  return { id, tenant, name, phone: `+9198${digits}`, city: 'Pune', segment: random.pick(segments) ?? 'new' };
}
