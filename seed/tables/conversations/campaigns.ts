import { type DatasetPlan, evenTenantAt } from '../../plan.ts';
import type { Table, Value } from '../../table.ts';
import { momentOf, openingSecond } from '../../time/calendar.ts';
import { type CampaignPlan, campaignCalendar } from '../../words/campaign-calendar.ts';
import { staffId } from '../organisation/staff.ts';
import { type Audience, audiencesOf, finishedAt } from './audiences.ts';
import { talliesOf } from './campaign-recipients.ts';
import { templateId } from './message-templates.ts';

/** A campaign is written ten days before its sending begins. */
const preparedDays = 10;

/** Status, when it was scheduled for, began and ended, and its counters. */
function courseOf(plan: DatasetPlan, index: number, { day }: CampaignPlan): readonly Value[] {
  const audience = audiencesOf(plan)[index];
  const tally = talliesOf(plan)[index];
  if (audience && tally) {
    const begins = momentOf(audience.day, openingSecond);
    const { recipients, delivered, read, failed } = tally;
    return ['sent', begins, begins, finishedAt(audience), recipients, delivered, read, failed];
  }
  // The next festival's campaign stands ready, the one after it is still being written.
  return day <= 30
    ? ['scheduled', momentOf(day - 1, openingSecond), null, null, 0, 0, 0, 0]
    : ['draft', null, null, null, 0, 0, 0, 0];
}

function createdAt(audience: Audience | undefined): number {
  return momentOf(audience ? audience.day - preparedDays : -1, openingSecond + 3600);
}

export const campaigns: Table = {
  name: 'campaigns',
  columns: {
    id: 'integer',
    tenant_id: 'integer',
    staff_id: 'integer',
    template_id: 'integer',
    name: 'text',
    audience: 'text',
    status: 'text',
    scheduled_at: 'moment',
    started_at: 'moment',
    finished_at: 'moment',
    recipients: 'integer',
    delivered: 'integer',
    read: 'integer',
    failed: 'integer',
    created_at: 'moment',
  },
  count: (plan) => plan.request.tenants.length * campaignCalendar.length,
  rows: (plan) => {
    const stream = plan.stream('campaigns');
    const audiences = audiencesOf(plan);
    return (index) => {
      const tenant = evenTenantAt(plan, index);
      const campaign = campaignCalendar[Math.floor(index / plan.request.tenants.length)] as CampaignPlan;
      return [
        index + 1,
        tenant + 1,
        staffId(plan, tenant, stream(index).int(0, plan.request.staffPerTenant - 1)),
        templateId(plan, tenant, campaign.template),
        campaign.name,
        `one in ${campaign.oneIn} of all customers`,
        ...courseOf(plan, index, campaign),
        createdAt(audiences[index]),
      ];
    };
  },
};
