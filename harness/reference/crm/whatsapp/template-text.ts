/** What a campaign can put into a template. It has no values of its own, so names stand where others would be. */
export interface TemplateFacts {
  customer: string;
  campaign: string;
  store: string;
}

/** The text of a template for one customer: {{1}} is the customer, {{2}} the campaign, whatever follows the store. */
export function textFor(template: string, { customer, campaign, store }: TemplateFacts): string {
  return template.replace(/\{\{(\d+)\}\}/g, (_, number: string) =>
    number === '1' ? customer : number === '2' ? campaign : store,
  );
}
