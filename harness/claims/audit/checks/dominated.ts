import type { Claim } from '../../../core/claim.ts';
import type { Finding } from '../../../core/finding.ts';
import { formatInr, groupDigits } from '../../../core/units.ts';
import type { VmName } from '../../vocabulary.ts';
import { defineCheck, finding } from '../define-check.ts';
import { economicsOf } from '../economics.ts';
import { levelsText, listed } from '../machine.ts';
import type { LevelPlan, Plan } from '../plan.ts';
import { nearly } from '../span.ts';
import { percent } from '../written.ts';

/** Something that can be bought, with what it costs and is said to carry, from the lower to the upper end. */
interface Offer {
  about: string;
  called: string;
  inr: number;
  users: { least: number; most: number };
  customers: number;
  /** VMs that do what no other VM does. */
  services: VmName[];
  claims: Claim[];
}

/** Levels that cost more than another that carries as much, and levels that are dearer for each user. Phases: see phase-levels. */
export default defineCheck({
  id: 'dominated',
  title: 'Price and capacity of every level against every other, and the price of each user',
  run(plan) {
    const offers = offersOf(plan);
    const pairs = offers.flatMap((dear) =>
      offers.filter((one) => one !== dear).map((cheap) => ({ dear, cheap })),
    );
    const beaten = pairs.filter(({ dear, cheap }) => carriesAsMuch(cheap, dear) && cheap.inr < dear.inr);
    return {
      compared: pairs.length + plan.levels.length - 1,
      findings: [
        ...offers.flatMap((dear) => {
          const by = beaten.filter((pair) => pair.dear === dear).map(({ cheap }) => cheap);
          const [cheapest] = by.sort((a, b) => a.inr - b.inr);
          return cheapest === undefined ? [] : dominatedBy(dear, cheapest);
        }),
        ...dearerPerUser(plan),
      ],
    };
  },
});

function offersOf({ levels }: Plan): Offer[] {
  return levels.map(({ level, total, users: { low, high }, customers, vms }) => ({
    about: `l${level}`,
    called: `Level ${level}`,
    inr: total.bound,
    users: { least: low.bound, most: high.bound },
    customers: customers.bound,
    services: servicesOf(vms),
    claims: [total, low, high, customers],
  }));
}

const servicesOf = (vms: readonly { name: VmName }[]) =>
  vms.map(({ name }) => name).filter((name) => name === 'waha' || name === 'telephony');

const carriesAsMuch = (cheap: Offer, dear: Offer) =>
  cheap.users.least >= dear.users.least &&
  cheap.users.most >= dear.users.most &&
  cheap.customers >= dear.customers &&
  dear.services.every((service) => cheap.services.includes(service));

function dominatedBy(dear: Offer, cheap: Offer): Finding {
  const apart = formatInr(dear.inr - cheap.inr);
  const told = ({ called, users, customers, inr }: Offer) =>
    `${called}: ${groupDigits(users.least)} to ${groupDigits(users.most)} users, ${groupDigits(customers)} customers for ${formatInr(inr)} a month`;
  return finding('dominated', {
    about: dear.about,
    severity: 'error',
    title: `${dear.called} costs more than ${cheap.called}, which is said to carry at least as much`,
    arithmetic: [told(dear), told(cheap), `${formatInr(dear.inr)} − ${formatInr(cheap.inr)} = ${apart}`],
    means: `Nobody who believes both should buy ${dear.called}: it is ${apart} a month dearer and carries no more. One of the prices or capacities is wrong.`,
    claims: [...dear.claims, ...cheap.claims],
  });
}

function dearerPerUser(plan: Plan): Finding[] {
  const rows = economicsOf(plan).map((row, index) => ({ row, users: plan.levels[index]?.users.high }));
  const dearer = rows.filter(({ row }, index) => {
    const before = rows[index - 1];
    return before !== undefined && row.inrPerUser.most > before.row.inrPerUser.most;
  });
  if (dearer.length === 0) return [];
  const summed = plan.levels.flatMap(bySumOfParts);
  return [
    finding('dominated', {
      about: 'per-user',
      severity: 'note',
      title: `${levelsText(dearer.map(({ row }) => row.level))} cost more for each user than the level before`,
      arithmetic: [
        ...rows.map(({ row, users }, index) => {
          const each = `Level ${row.level}: ${formatInr(row.inrPerMonth)} / ${groupDigits(users?.bound ?? 0)} users = ${formatInr(row.inrPerUser.most)} each`;
          const before = rows[index - 1];
          if (before === undefined) return each;
          const change = row.inrPerUser.most / before.row.inrPerUser.most - 1;
          return `${each} (${change < 0 ? '−' : '+'}${percent(Math.abs(change))}); each user added: (${formatInr(row.inrPerMonth)} − ${formatInr(before.row.inrPerMonth)}) / (${groupDigits(users?.bound ?? 0)} − ${groupDigits(before.users?.bound ?? 0)}) = ${formatInr(row.inrPerUserAdded ?? 0)}`;
        }),
        ...summed.map(({ line }) => line),
      ],
      means: `Growing does not make a user cheaper at ${listed(dearer.map(({ row }) => `Level ${row.level}`))}. What is paid for there is something else, such as WhatsApp or separate machines; without a need for it, stay below or go further.`,
      claims: [
        ...plan.levels.flatMap(({ total, users }) => [total, users.high]),
        ...summed.flatMap(({ claims }) => claims),
      ],
    }),
  ];
}

/** The price of each user by the sum of the level's parts, where that is not its total. */
function bySumOfParts({ level, vms, storage, total, users }: LevelPlan): { line: string; claims: Claim[] }[] {
  const parts = [...vms.map(({ price }) => price), ...(storage === null ? [] : [storage.price])];
  const sum = parts.reduce((all, { bound }) => all + bound, 0);
  if (nearly(sum, total.bound)) return [];
  const [most, each] = [users.high.bound, sum / users.high.bound];
  return [
    {
      line: `Level ${level}, by the sum of its parts: ${parts.map(({ bound }) => formatInr(bound)).join(' + ')} = ${formatInr(sum)}; ${formatInr(sum)} / ${groupDigits(most)} users = ${formatInr(each)} each`,
      claims: parts,
    },
  ];
}
