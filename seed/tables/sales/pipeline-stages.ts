import { type DatasetPlan, evenTenantAt } from '../../plan.ts';
import type { Table } from '../../table.ts';

/** Where a lead can stand: in this order, how likely it ends in an order, in percent, and whether it goes on from there. */
const stages = [
  { name: 'new', winPercent: 10, isOpen: true },
  { name: 'contacted', winPercent: 20, isOpen: true },
  { name: 'visit-booked', winPercent: 45, isOpen: true },
  { name: 'quoted', winPercent: 65, isOpen: true },
  { name: 'won', winPercent: 100, isOpen: false },
  { name: 'lost', winPercent: 0, isOpen: false },
] as const;

export type Stage = (typeof stages)[number]['name'];

const numberOf = (plan: DatasetPlan, index: number) => Math.floor(index / plan.request.tenants.length);

/** Each tenant has the same pipeline. */
export const pipelineStages: Table = {
  name: 'pipeline_stages',
  columns: {
    id: 'integer',
    tenant_id: 'integer',
    name: 'text',
    position: 'smallint',
    is_open: 'boolean',
    win_probability_percent: 'smallint',
  },
  count: (plan) => plan.request.tenants.length * stages.length,
  rows: (plan) => (index) => {
    const position = numberOf(plan, index);
    const { name, isOpen, winPercent } = stages[position] as (typeof stages)[number];
    return [index + 1, evenTenantAt(plan, index) + 1, name, position + 1, isOpen, winPercent];
  },
};
