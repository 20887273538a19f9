import type { EvidenceSet } from '../../harness/core/evidence/catalogue.ts';
import { formatBytes, formatValue, groupDigits } from '../../harness/core/units.ts';
import { durationText } from '../view/figures.ts';
import { serviceRows } from './service-rows.ts';
import { filledTable, type Table, tableOf } from './table.ts';

/** Of the processes of all VMs: those that cost most. */
const COSTLIEST = 15;

/** What is told of the services that not every level has, and of their processes; no table where a run has no such evidence. */
export function serviceTables(evidence: EvidenceSet): Table[] {
  const rows = serviceRows(evidence);
  const services = filledTable(rows, {
    id: 'services',
    caption: 'Services over the window',
    columns: ['Service', 'Where', 'What was seen'],
    rows: (all) => all,
  });
  return [...(rows.length > 0 ? [services] : []), ...processesTable(evidence)];
}

function processesTable({ processes }: EvidenceSet): Table[] {
  if (processes === undefined) return [];
  return [
    tableOf(processes, {
      id: 'processes',
      caption: 'Processes that used most CPU over the window, by service and VM',
      columns: ['Service', 'VM', '#CPU time', '#Memory, largest', '#Processes, most'],
      rows: ({ vms }) =>
        vms
          .flatMap(({ vm, services }) => services.map((service) => ({ vm, ...service })))
          .sort((a, b) => b.cpuSeconds - a.cpuSeconds)
          .slice(0, COSTLIEST)
          .map((row) => [
            row.service,
            row.vm,
            durationText(row.cpuSeconds * 1000),
            formatBytes(row.memoryMaxBytes),
            groupDigits(row.processesMax),
          ]),
      facts: ({ notObserved }) =>
        notObserved.map(({ vm, reason }): [string, string] => [vm, `not observed: ${reason}`]),
    }),
  ];
}

/** What the observing itself cost; none of a run of before it was measured. */
export function telemetryTables({ telemetry }: EvidenceSet): Table[] {
  if (telemetry === undefined) return [];
  const ms = (value: number | null) => (value === null ? 'none' : formatValue(value, 'ms'));
  return [
    tableOf(telemetry, {
      id: 'telemetry',
      caption: 'What the observing itself cost over the window',
      columns: ['Collector', '#Readings', '#Failed', '#Mean', '#Longest'],
      rows: ({ collectors }) =>
        collectors.map(({ id, readings, failed, meanMs, maxMs }) => [
          ...[id, groupDigits(readings), groupDigits(failed), ms(meanMs), ms(maxMs)],
        ]),
      facts: ({ cpuRatio }) => [
        ['CPU of the harness, all collectors together', `${formatValue(cpuRatio, 'ratio')} of one core`],
      ],
    }),
  ];
}
