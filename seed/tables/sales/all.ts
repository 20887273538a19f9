import type { Table } from '../../table.ts';
import { appointments } from './appointments.ts';
import { leads } from './leads.ts';
import { pipelineStages } from './pipeline-stages.ts';
import { tasks } from './tasks.ts';

export const salesTables: readonly Table[] = [pipelineStages, leads, appointments, tasks];
