import type { Table } from '../../table.ts';

const title = (slug: string) =>
  slug.replace(
    /(^|-)([a-z])/g,
    (_, dash: string, letter: string) => (dash ? ' ' : '') + letter.toUpperCase(),
  );

export const tenants: Table = {
  name: 'tenants',
  columns: {
    id: 'integer',
    slug: 'text',
    name: 'text',
  },
  count: (plan) => plan.request.tenants.length,
  rows: (plan) => (index) => {
    const slug = plan.request.tenants[index] as string;
    return [index + 1, slug, `${title(slug)} Jewellers`];
  },
};
