/** A message that was shown to WhatsApp for approval; numbers in double braces stand for what is put in. */
export interface MessageTemplate {
  name: string;
  language: Language;
  category: 'marketing' | 'utility';
  body: string;
}

type Language = 'en' | 'hi' | 'te' | 'bn' | 'gu';

const everywhere: readonly MessageTemplate[] = [
  {
    name: 'festival_greeting',
    language: 'en',
    category: 'marketing',
    body: 'Dear {{1}}, warm wishes for {{2}} from {{4}}! Celebrate with {{3}}% off on making charges until the festival day.',
  },
  {
    name: 'new_collection',
    language: 'en',
    category: 'marketing',
    body: 'Dear {{1}}, our {{2}} collection has arrived at {{3}}. Reply SHOW for photographs or visit us any day from 10:30 am.',
  },
  {
    name: 'exchange_offer',
    language: 'en',
    category: 'marketing',
    body: 'Dear {{1}}, bring your old gold to {{2}} and get its full value of the day against a new piece. Valid until {{3}}.',
  },
  {
    name: 'bridal_exhibition',
    language: 'en',
    category: 'marketing',
    body: 'Dear {{1}}, you and your family are invited to the bridal exhibition of {{2}} at our {{3}} store. Reply YES to book a time.',
  },
  {
    name: 'order_ready',
    language: 'en',
    category: 'utility',
    body: 'Dear {{1}}, your order {{2}} is ready. You can pick it up at {{3}} between 10:30 am and 8:30 pm.',
  },
  {
    name: 'appointment_reminder',
    language: 'en',
    category: 'utility',
    body: 'Dear {{1}}, we expect you on {{2}} at {{3}}. Reply 1 to confirm or 2 to change.',
  },
  {
    name: 'scheme_instalment_due',
    language: 'en',
    category: 'utility',
    body: 'Dear {{1}}, the instalment of Rs {{2}} of your gold scheme is due on {{3}}. Reply PAY for a payment link.',
  },
  {
    name: 'birthday_wish',
    language: 'en',
    category: 'marketing',
    body: 'Happy birthday, {{1}}! A small gift waits for you at {{2}} all this week.',
  },
  {
    name: 'festival_greeting',
    language: 'hi',
    category: 'marketing',
    body: 'नमस्ते {{1}} जी, {{4}} की ओर से {{2}} की हार्दिक शुभकामनाएँ! मेकिंग चार्ज पर {{3}}% की छूट।',
  },
  {
    name: 'order_ready',
    language: 'hi',
    category: 'utility',
    body: 'नमस्ते {{1}} जी, आपका ऑर्डर {{2}} तैयार है। आप इसे {{3}} से सुबह 10:30 और रात 8:30 के बीच ले सकते हैं।',
  },
];

/** What a tenant says in the language of its state. */
const regional: Readonly<Record<'te' | 'bn' | 'gu', readonly [greeting: string, instalment: string]>> = {
  te: [
    'నమస్కారం {{1}} గారు, {{4}} తరఫున {{2}} శుభాకాంక్షలు! మేకింగ్ ఛార్జీలపై {{3}}% తగ్గింపు.',
    'నమస్కారం {{1}} గారు, మీ గోల్డ్ స్కీమ్ వాయిదా రూ. {{2}} చెల్లించవలసిన తేదీ {{3}}.',
  ],
  bn: [
    'নমস্কার {{1}}, {{4}} এর পক্ষ থেকে {{2}} এর শুভেচ্ছা! মেকিং চার্জে {{3}}% ছাড়।',
    'নমস্কার {{1}}, আপনার গোল্ড স্কিমের {{2}} টাকার কিস্তি জমা দেওয়ার তারিখ {{3}}।',
  ],
  gu: [
    'નમસ્તે {{1}}, {{4}} તરફથી {{2}} ની શુભેચ્છાઓ! મેકિંગ ચાર્જ પર {{3}}% છૂટ.',
    'નમસ્તે {{1}}, તમારી ગોલ્ડ સ્કીમનો રૂ. {{2}} નો હપ્તો ભરવાની તારીખ {{3}} છે.',
  ],
};

/** The first three tenants have their home in Telangana, West Bengal and Gujarat. */
const languages = ['te', 'bn', 'gu'] as const;

/** The templates of each tenant, by its number modulo how many lists there are: the same number for each. */
export const templateLists: readonly (readonly MessageTemplate[])[] = languages.map((language) => {
  const [greeting, instalment] = regional[language];
  return [
    ...everywhere,
    { name: 'festival_greeting', language, category: 'marketing', body: greeting },
    { name: 'scheme_instalment_due', language, category: 'utility', body: instalment },
  ];
});

/** How many templates a tenant has. */
export const templatesPerTenant = everywhere.length + 2;

/** Place in a tenant's list of the English template of this name; throws where there is none. */
export function templateNumber(name: string): number {
  const at = everywhere.findIndex((template) => template.name === name && template.language === 'en');
  if (at < 0) throw new Error(`no template ${name}`);
  return at;
}
