import { dayOf } from '../time/calendar.ts';

/** One campaign of the two years, the same for each tenant. */
export interface CampaignPlan {
  name: string;
  /** Day of what it is about. It is sent by the evening before. */
  day: number;
  /** Name of its template, see `templates.ts`. */
  template: string;
  /** It goes to one in so many of the customers. */
  oneIn: number;
}

/** Festivals on which gold is bought get the widest campaigns, seasons and collections smaller ones. */
const planned: readonly [date: string, name: string, template: string, oneIn: number][] = [
  ['2023-03-08', "Women's Day", 'new_collection', 14],
  ['2023-03-22', 'Ugadi and Gudi Padwa', 'festival_greeting', 9],
  ['2023-04-22', 'Akshaya Tritiya', 'festival_greeting', 6],
  ['2023-05-20', 'Summer bridal exhibition', 'bridal_exhibition', 14],
  ['2023-07-08', 'Monsoon daily-wear collection', 'new_collection', 16],
  ['2023-08-29', 'Onam', 'festival_greeting', 12],
  ['2023-10-24', 'Dussehra', 'festival_greeting', 9],
  ['2023-11-10', 'Dhanteras', 'festival_greeting', 5],
  ['2023-11-25', 'Winter bridal exhibition', 'bridal_exhibition', 13],
  ['2024-01-15', 'Sankranti and Pongal', 'festival_greeting', 10],
  ['2024-02-14', "Valentine's week", 'new_collection', 14],
  ['2024-03-08', "Women's Day", 'new_collection', 15],
  ['2024-04-09', 'Ugadi and Gudi Padwa', 'festival_greeting', 9],
  ['2024-05-10', 'Akshaya Tritiya', 'festival_greeting', 6],
  ['2024-06-15', 'Old gold exchange weeks', 'exchange_offer', 13],
  ['2024-07-20', 'Monsoon daily-wear collection', 'new_collection', 16],
  ['2024-09-15', 'Onam', 'festival_greeting', 12],
  ['2024-10-12', 'Dussehra', 'festival_greeting', 9],
  ['2024-10-29', 'Dhanteras', 'festival_greeting', 5],
  ['2024-11-20', 'Winter bridal exhibition', 'bridal_exhibition', 13],
  ['2024-12-22', 'Year-end exchange weeks', 'exchange_offer', 13],
  ['2025-01-14', 'Sankranti and Pongal', 'festival_greeting', 10],
  // After the dataset's today: the first is scheduled, the second a draft.
  ['2025-02-14', "Valentine's week", 'new_collection', 14],
  ['2025-03-30', 'Ugadi', 'festival_greeting', 9],
];

/** In the order of their days. Together those that are sent reach each customer about twice. */
export const campaignCalendar: readonly CampaignPlan[] = planned.map(([date, name, template, oneIn]) => ({
  name: `${name} ${date.slice(0, 4)}`,
  day: dayOf(date),
  template,
  oneIn,
}));

/** How many campaigns of a tenant have been sent. */
export const sentCampaigns = campaignCalendar.filter(({ day }) => day <= 0).length;
