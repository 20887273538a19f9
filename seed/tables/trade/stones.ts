import { type DatasetPlan, evenTenantAt } from '../../plan.ts';
import type { Table } from '../../table.ts';
import { diamond, gemLabs } from '../../words/trade-words.ts';
import { inventoryItemCount, itemProducts } from './inventory-items.ts';
import { reportNumberOf } from './marks.ts';
import { type Stones, stonesOfItem } from './stones-of-item.ts';

/** The inventory item of each row, ascending. The items are as many however many customers there are. */
function itemsOfStones(plan: DatasetPlan): Int32Array {
  return plan.once('items-of-stones', () => {
    const productOf = itemProducts(plan);
    const stonesOf = stonesOfItem(plan);
    const items: number[] = [];
    for (let item = 0; item < inventoryItemCount(plan); item++) {
      for (let n = stonesOf(item, productOf(item)).length; n > 0; n--) items.push(item);
    }
    return Int32Array.from(items);
  });
}

/** Smaller diamonds are sold without a report. */
const certifiedFromCaratMilli = 100;

export const stones: Table = {
  name: 'stones',
  columns: {
    id: 'integer',
    tenant_id: 'integer',
    inventory_item_id: 'integer',
    kind: 'text',
    carat_milli: 'integer',
    pieces: 'smallint',
    colour: 'text',
    clarity: 'text',
    certificate_lab: 'text',
    certificate_number: 'text',
  },
  count: (plan) => itemsOfStones(plan).length,
  rows: (plan) => {
    const items = itemsOfStones(plan);
    const productOf = itemProducts(plan);
    const stonesOf = stonesOfItem(plan);
    const stream = plan.stream('stones');
    return (index) => {
      const item = items[index] as number;
      const which = index > 0 && items[index - 1] === item ? 1 : 0;
      const { kind, caratMilli, pieces } = stonesOf(item, productOf(item))[which] as Stones;
      const draw = stream(index);
      const colour = draw.pick(kind.colours);
      const clarity = kind.clarities.length > 0 ? draw.pick(kind.clarities) : null;
      const certified = kind === diamond && caratMilli >= certifiedFromCaratMilli && draw.chance(0.9);
      const lab = certified ? draw.pick(gemLabs) : null;
      return [
        index + 1,
        evenTenantAt(plan, item) + 1,
        item + 1,
        kind.name,
        caratMilli,
        pieces,
        colour,
        clarity,
        lab ? lab.name : null,
        lab ? reportNumberOf(lab.prefix, index) : null,
      ];
    };
  },
};
