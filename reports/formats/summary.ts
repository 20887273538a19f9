import { defineFormat } from '../format.ts';
import type { ClaimRow } from '../view/claim-rows.ts';
import { type GuardRow, type View, viewOf } from '../view.ts';

/** Markdown for the summary page of a CI job. */
export default defineFormat({
  id: 'summary',
  fileName: 'summary.md',
  render(record) {
    const view = viewOf(record);
    const parts = [
      heading(view),
      verdictTable(view),
      openList(view),
      guardList(view),
      auditLine(view),
      footer(view),
    ];
    return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
  },
});

/**
 * Text that Markdown and the HTML in it leave alone. References instead of back-slashes for what HTML acts upon;
 * addresses and mentions are broken so that nothing in a run becomes a link.
 */
function md(text: string): string {
  return text
    .replace(/[&<>]/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[char] ?? char)
    .replace(/[\\`*_[\]{}|#~!@$]|:(?=\/\/)|(?<=\bwww)\./gi, '\\$&');
}

function heading(view: View): string {
  const lines = [
    `## ${md(view.answer.text)}`,
    '',
    ...view.banners.map((banner) => `> **${md(banner)}**\n`),
    md(view.answer.because),
  ];
  if (view.answer.others.length > 0) lines.push('', view.answer.others.map(md).join(' · '));
  if (view.cost) lines.push('', costLine(view.cost));
  lines.push('', view.counts.map(({ mark, label, count }) => `${mark} ${count} ${label}`).join(' · '));
  return lines.join('\n').trim();
}

function costLine(cost: NonNullable<View['cost']>): string {
  const perUser = cost.perVerifiedUser
    ? `, ${cost.perVerifiedUser.amount} a verified user${cost.perVerifiedUser.but}`
    : '';
  return `**${cost.perMonth}** a month, ${cost.perTenant} a tenant${perUser} (${md(cost.citation)})`;
}

function verdictTable(view: View): string {
  if (view.rows.length === 0) return '';
  const head = ['Outcome', 'Claim', 'Observed', 'Bound', 'Margin', 'Basis'];
  const rows = view.rows.map((row) => [
    `${row.mark} ${row.label}${row.preliminary ? ' (preliminary)' : ''}`,
    `${md(row.says)}<br>\`${row.id.replace(/[`|]/g, '')}\``,
    observed(row),
    md(row.bound),
    row.margin ?? '',
    row.basis ?? '',
  ]);
  return [head, head.map((_, index) => (index >= 2 && index <= 4 ? '---:' : '---')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

function observed(row: ClaimRow): string {
  if (row.value === null) return 'not observed';
  return row.interval === null ? md(row.value) : `${md(row.value)}<br>${md(row.interval)}`;
}

/** Why what is not verified is not, and what would settle it. */
function openList(view: View): string {
  if (view.open.length === 0) return '';
  const items = view.open.map(({ mark, label, reason, settledBy, rows }) => {
    const settled = settledBy ? ` Would be settled by: ${md(settledBy)}` : '';
    return `- ${mark} **${rows.map((row) => md(row.says)).join('; ')}** (${label}): ${md(reason)}${settled}`;
  });
  return ['### Not verified', '', ...items].join('\n');
}

function guardList(view: View): string {
  const failed = view.guards.filter((guard) => !guard.passed);
  const items = [
    ...failed.map(guardItem),
    ...view.warnings.map((warning) => `- ${md(`${warning.seen} ${warning.meaning} ${warning.nextStep}`)}`),
  ];
  return items.length === 0 ? '' : ['### Guards and warnings', '', ...items].join('\n');
}

/** Counts, and what is worst by its title; the rest stands in the page. */
function auditLine({ audit }: View): string {
  if (audit === null) return '';
  const errors = audit.groups.find(({ severity }) => severity === 'error');
  const titles = errors?.parts.flatMap(({ findings }) => findings.map(({ title }) => md(title))) ?? [];
  const listed = titles.length === 0 ? '' : `. Errors: ${titles.join('; ')}`;
  return `**The document against itself:** ${audit.countsText}${listed}`;
}

function guardItem(guard: GuardRow): string {
  const which = `${md(guard.title)}, repetition ${guard.repetition}`;
  return `- **${which}: ${guard.status}** (${guard.direction}). Seen: ${md(guard.seen)}; allowed: ${md(guard.bound)}. ${md(guard.likelyCause)} ${md(guard.nextStep)}`;
}

function footer(view: View): string {
  return `${md(view.workload.sentence)} ${md(view.workload.rate)}\n\n${view.sureness.map(md).join(' ')}\n\nRun ${md(view.runId)}`;
}
