import type { Table } from '../../table.ts';
import { calls } from './calls.ts';
import { campaignRecipients } from './campaign-recipients.ts';
import { campaigns } from './campaigns.ts';
import { emails } from './emails.ts';
import { interactions } from './interactions.ts';
import { messageTemplates } from './message-templates.ts';
import { pushSubscriptions } from './push-subscriptions.ts';
import { whatsappMessages } from './whatsapp-messages.ts';
import { whatsappThreads } from './whatsapp-threads.ts';

export const conversationsTables: readonly Table[] = [
  interactions,
  whatsappThreads,
  whatsappMessages,
  messageTemplates,
  campaigns,
  campaignRecipients,
  calls,
  emails,
  pushSubscriptions,
];
