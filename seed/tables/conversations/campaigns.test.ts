import { describe, expect, it } from 'vitest';
import { createPlan } from '../../plan.ts';
import { planFor, type Row, rowsOf } from '../../testing/rows.ts';
import { grouped, nothingPerCustomer, variants, wasRegistered } from '../../testing/variants.ts';
import { closingSecond, dayOfMoment, historyDays, momentOf, openingSecond } from '../../time/calendar.ts';
import { campaignCalendar } from '../../words/campaign-calendar.ts';
import { audiencesOf, finishedAt, recipientCount, sendingAt } from './audiences.ts';

const ackOf: Readonly<Record<string, number | null>> = {
  read: 3,
  delivered: 2,
  sent: 1,
  failed: -1,
  skipped: null,
};

describe.each(variants)('campaigns, %s', (_, change) => {
  const plan = planFor(change);
  const campaigns = rowsOf(plan, 'campaigns');
  const recipients = rowsOf(plan, 'campaign_recipients');
  const byCampaign = grouped(recipients, 'campaign_id');

  it('counts its recipients right', () => {
    for (const campaign of campaigns) {
      const own = byCampaign.get(campaign.id) ?? [];
      const having = (...states: string[]) =>
        own.filter(({ status }) => states.includes(status as string)).length;
      expect(campaign.recipients).toBe(own.length);
      expect(campaign.delivered).toBe(having('read', 'delivered'));
      expect(campaign.read).toBe(having('read'));
      expect(campaign.failed).toBe(having('failed'));
      if (campaign.status !== 'sent') expect(own).toHaveLength(0);
    }
  });

  it('reaches nobody twice, nobody of another tenant, nobody before they are registered', () => {
    const campaignOf = new Map(campaigns.map((row) => [row.id, row]));
    const pairs = new Set(recipients.map((row) => `${row.campaign_id} ${row.customer_id}`));
    expect(pairs.size).toBe(recipients.length);
    for (const { campaign_id, tenant_id, customer_id } of recipients) {
      const campaign = campaignOf.get(campaign_id as number) as Row;
      expect(campaign.tenant_id).toBe(tenant_id);
      expect(wasRegistered(plan, customer_id as number, campaign.started_at as number)).toBe(true);
    }
  });

  it('sends to those who had agreed to advertisement on WhatsApp by then, and skips just the others', () => {
    const customers = new Map(rowsOf(plan, 'customers').map((row) => [row.id, row]));
    const campaignOf = new Map(campaigns.map((row) => [row.id, row]));
    expect(new Set(recipients.map(({ status }) => status)).size).toBeGreaterThan(2);
    for (const { campaign_id, customer_id, sent_at, status } of recipients) {
      const customer = customers.get(customer_id as number) as Row;
      const mayBe = customer.whatsapp_consent === true && customer.marketing_consent === true;
      const { started_at } = campaignOf.get(campaign_id as number) as Row;
      if (status === 'skipped')
        expect(!mayBe || (customer.consent_at as number) > (started_at as number)).toBe(true);
      else expect(mayBe && (customer.consent_at as number) <= (sent_at as number)).toBe(true);
    }
  });

  it('sends in opening hours between beginning and end, acknowledged as its status says', () => {
    const campaignOf = new Map(campaigns.map((row) => [row.id, row]));
    for (const { campaign_id, status, ack, sent_at } of recipients) {
      expect(ack).toBe(ackOf[status as string]);
      expect(sent_at === null).toBe(status === 'skipped');
      if (sent_at === null) continue;
      const { started_at, finished_at } = campaignOf.get(campaign_id as number) as Row;
      const second = (sent_at as number) - momentOf(dayOfMoment(sent_at as number), 0);
      expect(second >= openingSecond && second < closingSecond).toBe(true);
      expect(sent_at as number).toBeGreaterThanOrEqual(started_at as number);
      expect(sent_at as number).toBeLessThanOrEqual(finished_at as number);
    }
  });
});

it('reaches each customer about twice, however the tenants share them', () => {
  for (const shares of [undefined, [70, 15, 15], [1, 1, 8]])
    expect(recipientCount(planFor({ customers: 10_000, shares })) / 10_000).toBeCloseTo(2, 0);
});

it('sends no faster than the numbers of the stores may, and is through before its day', () => {
  const tenants = ['a'];
  const request = {
    customers: 1_000_000,
    seed: 1,
    tenants,
    staffPerTenant: 9,
    perCustomer: nothingPerCustomer,
  };
  for (const audience of audiencesOf(createPlan(request, ''))) {
    const end = finishedAt(audience);
    expect(dayOfMoment(end)).toBeLessThan(audience.campaign.day);
    expect(audience.day).toBeGreaterThanOrEqual(-historyDays);
    // Four numbers, each a message and a half a minute.
    for (const place of [0, 5_000, audience.size - 101])
      expect(sendingAt(audience, place + 100, 0) - sendingAt(audience, place, 0)).toBeGreaterThanOrEqual(999);
  }
});

it('has a template for each campaign, approved where it was sent, in the language of each tenant', () => {
  const plan = planFor();
  const templates = new Map(rowsOf(plan, 'message_templates').map((row) => [row.id, row]));
  for (const { template_id, tenant_id, name } of rowsOf(plan, 'campaigns')) {
    const template = templates.get(template_id as number) as Row;
    const planned = campaignCalendar.find((campaign) => campaign.name === name);
    expect(template).toMatchObject({ tenant_id, approved: true, name: planned?.template });
  }
  const keys = [...templates.values()].map((row) => `${row.tenant_id} ${row.name} ${row.language}`);
  expect(new Set(keys).size).toBe(keys.length);
  for (const [tenant, language] of ['te', 'bn', 'gu'].entries())
    expect(keys).toContain(`${tenant + 1} festival_greeting ${language}`);
});

it('has campaigns that are sent, one scheduled and one draft, in the order of their days', () => {
  const states = rowsOf(planFor({ tenants: ['one'] }), 'campaigns').map(({ status }) => status);
  expect(states.slice(-2)).toEqual(['scheduled', 'draft']);
  expect(new Set(states.slice(0, -2))).toEqual(new Set(['sent']));
  const days = campaignCalendar.map(({ day }) => day);
  expect(days).toEqual([...days].sort((a, b) => a - b));
});
