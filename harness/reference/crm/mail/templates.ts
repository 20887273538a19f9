import Handlebars from 'handlebars';

export const templateNames = [
  'order-confirmation',
  'appointment-reminder',
  'repair-ready',
  'instalment-due',
] as const;
export type TemplateName = (typeof templateNames)[number];

/** What is put into a template. What a customer has none of is left out, and the mail says the rest. */
export interface MailFacts {
  /** The customer's name. */
  name: string;
  /** The jeweller's. */
  jeweller: string;
  orderId?: number;
  totalInr?: number;
  /** As a person writes a day or a moment. */
  when?: string;
  purpose?: string;
  repair?: string;
  scheme?: string;
  monthlyInr?: number;
}

const sources: Record<TemplateName, { subject: string; text: string }> = {
  'order-confirmation': {
    subject: 'Your order{{#if orderId}} {{orderId}}{{/if}} with {{jeweller}}',
    text: `Dear {{name}},

thank you for your order{{#if orderId}} {{orderId}}{{/if}}.{{#if totalInr}} It comes to {{inr totalInr}} at the gold rate of the day.{{/if}}

We write again as soon as it can be collected. Please bring this mail and a proof of identity.`,
  },
  'appointment-reminder': {
    subject: 'Your appointment with {{jeweller}}',
    text: `Dear {{name}},

we look forward to seeing you{{#if when}} on {{when}}{{/if}}{{#if purpose}} ({{purpose}}){{/if}}.

Should the time no longer suit you, please answer this mail or call the store.`,
  },
  'repair-ready': {
    subject: 'Your repair is ready at {{jeweller}}',
    text: `Dear {{name}},

your piece is ready{{#if repair}}: {{repair}}{{/if}}.

We keep it in the vault for you. Please bring the receipt that you were given.`,
  },
  'instalment-due': {
    subject: 'Your instalment{{#if scheme}} of {{scheme}}{{/if}} is due',
    text: `Dear {{name}},

the next instalment{{#if monthlyInr}} of {{inr monthlyInr}}{{/if}}{{#if scheme}} in {{scheme}}{{/if}} is due{{#if when}} on {{when}}{{/if}}.

It can be paid in any of our stores, or by UPI.`,
  },
};

const layout = `<!doctype html>
<html lang="en"><body style="font-family:sans-serif;line-height:1.5">
{{#each paragraphs}}<p>{{this}}</p>
{{/each}}<p>{{jeweller}}</p>
</body></html>
`;

const handlebars = Handlebars.create();
handlebars.registerHelper('inr', (amount: number) => `Rs ${amount.toLocaleString('en-IN')}`);
// texts are no HTML; the page below is, and escapes what it is given
const compiled = new Map(
  templateNames.map((name) => {
    const compile = (source: string) => handlebars.compile<MailFacts>(source, { noEscape: true });
    return [name, { subject: compile(sources[name].subject), text: compile(sources[name].text) }];
  }),
);
const page = handlebars.compile<{ paragraphs: string[]; jeweller: string }>(layout);

/** Subject and text of a mail. A line break in a name ends no header: there are none in a subject. */
export function writeMail(template: TemplateName, facts: MailFacts): { subject: string; body: string } {
  const { subject, text } = compiled.get(template) as NonNullable<ReturnType<typeof compiled.get>>;
  return { subject: subject(facts).replace(/\s+/g, ' ').slice(0, 200), body: text(facts) };
}

/** The same as a page: a paragraph for each of the text's, every character of it escaped. */
export function htmlOf(text: string, jeweller: string): string {
  return page({ paragraphs: text.split(/\n\s*\n/), jeweller });
}
