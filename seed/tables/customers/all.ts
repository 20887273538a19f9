import type { Table } from '../../table.ts';
import { customerAddresses } from './addresses.ts';
import { customerTags } from './customer-tags.ts';
import { customers } from './customers.ts';
import { segments } from './segments.ts';
import { tags } from './tags.ts';

export const customersTables: readonly Table[] = [customers, customerAddresses, tags, customerTags, segments];
