import { z } from 'zod';
import type * as inside from '../../../scenarios/lib/contract.ts';
import { leadStages } from '../../../scenarios/lib/contract.ts';
import type * as outside from '../../../scenarios/lib/contract-outside.ts';
import { callStatuses, campaignStatuses } from '../../../scenarios/lib/contract-outside.ts';

// The rows of the contract (scenarios/lib/contract.ts, contract-outside.ts) as an answer is held against them. Further fields are allowed.

const tenant = z.string().min(1);
const id = z.number().int().nonnegative();
const count = z.number().int().nonnegative();
const moment = z.string().refine((text) => !Number.isNaN(Date.parse(text)), 'is no moment (ISO 8601)');
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}/, 'is no day (YYYY-MM-DD)');
const row = { id, tenant };

const customerRow = z.looseObject({
  ...row,
  name: z.string().min(1),
  phone: z.string().regex(/^\+91\d{10}$/, 'is no +91 and ten digits'),
  city: z.string(),
  segment: z.string(),
  lastVisitOn: day.nullable(),
}) satisfies z.ZodType<inside.CustomerRow>;
const orderRow = z.looseObject({
  ...{ ...row, customerId: id, status: z.string(), totalInr: z.number(), orderedAt: z.string() },
}) satisfies z.ZodType<inside.OrderRow>;

/** A page of rows, and a plain list of them. */
const pageOf = (item: z.ZodType) =>
  z.looseObject({ tenant, total: count, page: id, size: count, items: z.array(item) });
const listOf = (item: z.ZodType) => z.looseObject({ tenant, items: z.array(item) });

const session = z.looseObject({
  tenant,
  user: z.looseObject({ id, name: z.string(), persona: z.string(), storeId: id }),
}) satisfies z.ZodType<inside.Session>;
const dashboard = z.looseObject({
  ...{ tenant, customers: count, openLeads: count, ordersThisMonth: count, revenueThisMonthInr: z.number() },
  ...{ appointmentsToday: count, openTasks: count },
}) satisfies z.ZodType<inside.Dashboard>;
const goldRate = z.looseObject({
  ...{ tenant, on: day, inrPerGram24k: z.number().positive() },
}) satisfies z.ZodType<inside.GoldRate>;
const customerDetail = z.looseObject({
  tenant,
  customer: customerRow.extend({
    email: z.string().nullable(),
    version: z.number().int(),
    notes: z.string().nullable(),
    lifetimeValueInr: z.number(),
  }),
  orders: z.array(orderRow),
}) satisfies z.ZodType<inside.CustomerDetail>;
const interaction = z.looseObject({
  ...{ ...row, customerId: id, kind: z.string(), note: z.string(), happenedAt: z.string() },
}) satisfies z.ZodType<inside.InteractionRow>;
const line = z.looseObject({ productId: id, name: z.string(), weightMg: z.number(), priceInr: z.number() });
const orderDetail = z.looseObject({
  tenant,
  order: orderRow.extend({ items: z.array(line) }),
}) satisfies z.ZodType<inside.OrderDetail>;
const product = z.looseObject({
  ...{ ...row, sku: z.string(), name: z.string(), weightMg: z.number(), purity: z.number() },
  priceInr: z.number(),
}) satisfies z.ZodType<inside.ProductRow>;
const appointment = z.looseObject({
  ...{ ...row, customerId: id, startsAt: z.string(), purpose: z.string(), status: z.string() },
}) satisfies z.ZodType<inside.AppointmentRow>;
const lead = z.looseObject({
  ...{ ...row, customerId: id, stage: z.enum(leadStages), valueInr: z.number() },
}) satisfies z.ZodType<inside.LeadRow>;
const task = z.looseObject({
  ...{ ...row, customerId: id, title: z.string(), dueOn: day, done: z.boolean() },
}) satisfies z.ZodType<inside.TaskRow>;

const thread = z.looseObject({
  ...{ ...row, customerId: id, status: z.enum(['open', 'closed', 'snoozed']), unread: count },
  ...{ lastMessageAt: moment, preview: z.string() },
}) satisfies z.ZodType<outside.ThreadRow>;
const message = z.looseObject({
  ...{ ...row, threadId: id, fromMe: z.boolean(), kind: z.string(), body: z.string() },
  ...{ ack: z.number().int().min(-1).max(4), sentAt: moment },
}) satisfies z.ZodType<outside.MessageRow>;
const template = z.looseObject({
  ...{ ...row, name: z.string(), language: z.string(), category: z.enum(['marketing', 'utility']) },
  approved: z.boolean(),
}) satisfies z.ZodType<outside.TemplateRow>;
const campaign = z.looseObject({
  ...{ ...row, name: z.string(), templateId: id, segment: z.string().nullable() },
  ...{ status: z.enum(campaignStatuses), scheduledAt: moment.nullable(), startedAt: moment.nullable() },
  ...{ finishedAt: moment.nullable(), pacePerMinute: z.number().nullable(), recipients: count },
  ...{ sent: count, delivered: count, read: count, failed: count, skipped: count },
}) satisfies z.ZodType<outside.CampaignRow>;
const call = z.looseObject({
  ...{ ...row, customerId: id, direction: z.enum(['incoming', 'outgoing']), status: z.enum(callStatuses) },
  ...{ disposition: z.string(), durationS: z.number().nonnegative(), hasRecording: z.boolean() },
  ...{ note: z.string().nullable(), startedAt: moment },
}) satisfies z.ZodType<outside.CallRow>;
const mail = z.looseObject({
  ...{ ...row, customerId: id.nullable(), to: z.string(), subject: z.string() },
  ...{ status: z.enum(['queued', 'sent', 'delivered', 'bounced']), bounceReason: z.string().nullable() },
  createdAt: moment,
}) satisfies z.ZodType<outside.MailRow>;
const exported = z.looseObject({
  ...{ ...row, kind: z.enum(['customers', 'orders', 'payments']), format: z.enum(['csv', 'xlsx']) },
  ...{ status: z.enum(['queued', 'running', 'done', 'failed', 'expired']), rowsDone: count },
  ...{ rowCount: count.nullable(), fileBytes: count.nullable(), requestedAt: moment },
  ...{ finishedAt: moment.nullable(), expiresAt: moment.nullable() },
}) satisfies z.ZodType<outside.ExportRow>;
const schedule = z.looseObject({
  ...{ ...row, kind: exported.shape.kind, format: exported.shape.format },
  everyMinutes: z.number().positive(),
}) satisfies z.ZodType<outside.ExportScheduleRow>;
const deadLetter = z.looseObject({
  ...{ id: z.string(), tenant, queue: z.string(), name: z.string(), reason: z.string(), attempts: count },
}) satisfies z.ZodType<outside.DeadLetterRow>;
/** Every shape by what it is of. */
export const shapes = {
  ...{ session, dashboard, goldRate, customerDetail, interaction, orderDetail, appointment, lead, task },
  ...{ thread, message, campaign, call, mail, exported, schedule },
  fault: z.looseObject({ error: z.string() }),
  pushSubscription: z.looseObject(row) satisfies z.ZodType<outside.PushSubscriptionRow>,
  pushKey: z.looseObject({ tenant, publicKey: z.string().min(1) }),
  presence: z.looseObject({ tenant, users: z.array(id) }),
  hello: z.looseObject({ type: z.literal('hello') }),
  customers: { page: pageOf(customerRow), list: listOf(customerRow) },
  interactions: listOf(interaction),
  orders: pageOf(orderRow),
  products: listOf(product),
  appointments: listOf(appointment),
  leads: listOf(lead),
  tasks: listOf(task),
  threads: pageOf(thread),
  messages: listOf(message),
  templates: listOf(template),
  campaigns: pageOf(campaign),
  calls: pageOf(call),
  mails: pageOf(mail),
  exports: listOf(exported),
  schedules: listOf(schedule),
  deadLetters: listOf(deadLetter),
} as const;
