/** Words of the trade that Faker does not know. */

/** Kinds of jewellery with their usual weight in milligrams and making charge in rupees per gram. */
export interface Kind {
  name: string;
  code: string;
  weightMg: readonly [from: number, to: number];
  makingInrPerGram: readonly [from: number, to: number];
}

export const kinds: readonly Kind[] = [
  { name: 'Ring', code: 'RNG', weightMg: [2_000, 9_000], makingInrPerGram: [550, 1_300] },
  { name: 'Earrings', code: 'EAR', weightMg: [2_500, 14_000], makingInrPerGram: [600, 1_400] },
  { name: 'Jhumka', code: 'JHU', weightMg: [6_000, 24_000], makingInrPerGram: [700, 1_500] },
  { name: 'Bangle', code: 'BAN', weightMg: [8_000, 26_000], makingInrPerGram: [500, 1_100] },
  { name: 'Kada', code: 'KAD', weightMg: [14_000, 45_000], makingInrPerGram: [500, 1_000] },
  { name: 'Chain', code: 'CHN', weightMg: [4_000, 28_000], makingInrPerGram: [400, 800] },
  { name: 'Mangalsutra', code: 'MAN', weightMg: [6_000, 32_000], makingInrPerGram: [600, 1_200] },
  { name: 'Necklace', code: 'NEC', weightMg: [16_000, 70_000], makingInrPerGram: [700, 1_600] },
  { name: 'Haaram', code: 'HAR', weightMg: [35_000, 120_000], makingInrPerGram: [700, 1_600] },
  { name: 'Pendant', code: 'PEN', weightMg: [1_500, 8_000], makingInrPerGram: [600, 1_300] },
  { name: 'Nose pin', code: 'NOS', weightMg: [300, 1_500], makingInrPerGram: [800, 1_800] },
  { name: 'Anklet', code: 'ANK', weightMg: [10_000, 40_000], makingInrPerGram: [400, 900] },
  { name: 'Vanki', code: 'VAN', weightMg: [18_000, 50_000], makingInrPerGram: [700, 1_500] },
  { name: 'Coin', code: 'COI', weightMg: [1_000, 20_000], makingInrPerGram: [60, 150] },
];

export const styles = [
  'Temple',
  'Kundan',
  'Polki',
  'Antique',
  'Plain',
  'Filigree',
  'Nakshi',
  'Meenakari',
  'Jadau',
  'Diamond-cut',
  'Lakshmi',
  'Peacock',
  'Lotus',
  'Mango',
  'Bridal',
  'Daily-wear',
] as const;

export const occasions = [
  "daughter's wedding",
  "son's wedding",
  'an engagement',
  'their anniversary',
  'a naming ceremony',
  'Dhanteras',
  'Akshaya Tritiya',
  'a birthday',
  'a house-warming',
  'festival gifts',
] as const;

export const appointmentPurposes = [
  'Bridal set viewing',
  'Ring sizing',
  'Pick up of an order',
  'Old gold valuation',
  'Design discussion',
  'Repair hand-over',
  'Gold scheme enrolment',
] as const;

export const taskTitles = [
  'Call back about the quote',
  'Wish on the anniversary',
  'Remind of the scheme instalment',
  'Send photographs of new designs',
  'Ask for a review after delivery',
  'Confirm the ring size',
  'Tell that the order is ready',
  'Invite to the bridal exhibition',
] as const;

/** What a task of each title is about. */
export const taskKinds: Readonly<Record<(typeof taskTitles)[number], string>> = {
  'Call back about the quote': 'call',
  'Wish on the anniversary': 'call',
  'Remind of the scheme instalment': 'call',
  'Send photographs of new designs': 'message',
  'Ask for a review after delivery': 'message',
  'Confirm the ring size': 'call',
  'Tell that the order is ready': 'message',
  'Invite to the bridal exhibition': 'message',
};

/** Metals that customers ask for, one as often as it stands here. */
export const askedMetals = [
  'gold',
  'gold',
  'gold',
  'gold',
  'gold',
  'gold',
  'gold',
  'silver',
  'silver',
  'platinum',
] as const;

/** What staff mark customers with, the most usual first. */
export const customerTagNames = [
  'Repeat buyer',
  'Bridal',
  'Prefers WhatsApp',
  'Festive buyer',
  'Gold scheme',
  'Old-gold exchange',
  'Temple jewellery',
  'Price-conscious',
  'Refers friends',
  'Daily wear',
  'Call in the evening',
  'Diamonds',
  'Coins and bars',
  'Exhibition visitor',
  'Antique collector',
  'Silver gifts',
  "Men's jewellery",
  "Children's jewellery",
  'Lives abroad',
  'Comes by appointment',
  'Doctor',
  'Teacher',
  'Corporate gifts',
  'Wants GST invoice',
  'Complaint settled',
] as const;

/** How leads come in, one as often as it stands here. */
export const leadSources = [
  'walk-in',
  'walk-in',
  'walk-in',
  'whatsapp',
  'whatsapp',
  'instagram',
  'instagram',
  'referral',
  'referral',
  'telephone',
  'website',
  'exhibition',
] as const;

/** Why leads are lost. */
export const lostReasons = [
  'Bought elsewhere',
  'Making charge too high',
  'Design not found',
  'Postponed',
  'Does not answer',
  'Waits for a lower gold rate',
] as const;

/** What staff write down with an appointment. */
export const appointmentNotes = [
  'Comes with the family, keep the private room.',
  'Bring the trays of the new collection.',
  'Has photographs of the design on the phone.',
  'Asked for the senior goldsmith.',
  'Speaks Telugu and Hindi.',
  'Wants to leave within half an hour.',
  'Brings old gold, have the tester ready.',
  'Second visit, the pieces are set aside.',
] as const;
