import { type DatasetPlan, evenTenantAt } from '../../plan.ts';
import type { Table } from '../../table.ts';
import { historyDays, momentOf, openingSecond } from '../../time/calendar.ts';
import {
  type MessageTemplate,
  templateLists,
  templateNumber,
  templatesPerTenant,
} from '../../words/templates.ts';

/** Templates are set up before there is a history. */
const createdAt = momentOf(-historyDays - 30, openingSecond);
/** This one waits for approval. */
const pending = 'birthday_wish';

/** Id of the English template of this name of a tenant. */
export function templateId(plan: DatasetPlan, tenant: number, name: string): number {
  return templateNumber(name) * plan.request.tenants.length + tenant + 1;
}

export const messageTemplates: Table = {
  name: 'message_templates',
  columns: {
    id: 'integer',
    tenant_id: 'integer',
    name: 'text',
    language: 'text',
    category: 'text',
    body: 'text',
    approved: 'boolean',
    created_at: 'moment',
  },
  count: (plan) => plan.request.tenants.length * templatesPerTenant,
  rows: (plan) => (index) => {
    const tenant = evenTenantAt(plan, index);
    const list = templateLists[tenant % templateLists.length] as readonly MessageTemplate[];
    const template = list[Math.floor(index / plan.request.tenants.length)] as MessageTemplate;
    const { name, language, category, body } = template;
    return [index + 1, tenant + 1, name, language, category, body, name !== pending, createdAt];
  },
};
