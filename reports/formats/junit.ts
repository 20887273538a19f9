import junitReportBuilder, { type Builder, type TestCase, type TestSuite } from 'junit-report-builder';
import type { RunRecord } from '../../harness/core/run-record.ts';
import { defineFormat } from '../format.ts';
import type { ClaimRow } from '../view/claim-rows.ts';
import { type View, viewOf } from '../view.ts';

/** The package exports the builder itself, its declarations say that it exports `{ default: builder }`. */
const builder = junitReportBuilder as unknown as Builder;

/** JUnit XML for CI: a test case per claim; a run that is invalid ends in an error per guard that made it so. */
export default defineFormat({
  id: 'junit',
  fileName: 'junit.xml',
  render(record) {
    const view = viewOf(record);
    const root = builder.newBuilder().name(`Capacity: ${view.subject}`);
    addClaims(root.testSuite(), view, record);
    if (!record.valid) addGuards(root.testSuite(), view);
    return root.build();
  },
});

function addClaims(suite: TestSuite, view: View, record: RunRecord): void {
  suite.name(`${view.subject}: claims`).timestamp(record.startedAt.slice(0, 19).replace(/[^0-9T:-]/g, ''));
  suite.time(secondsOf(record));
  suite.property('run', view.runId).property('answer', view.answer.text);
  view.banners.forEach((banner, index) => void suite.property(`note-${index + 1}`, banner));
  for (const row of view.rows) addClaim(suite.testCase(), row);
}

function addClaim(testCase: TestCase, row: ClaimRow): void {
  testCase
    .className(`capacity.level-${row.level ?? 'unknown'}`)
    .name(`${row.id}: ${row.says}`)
    .time(0);
  testCase.property('outcome', row.outcome);
  testCase.property('value', row.value ?? 'not observed');
  testCase.property('interval', row.interval ?? 'none');
  testCase.property('bound', row.bound);
  testCase.property('margin', row.margin ?? 'none');
  testCase.property('basis', row.basis ?? 'none');
  testCase.property('preliminary', row.preliminary ? 'yes' : 'no');
  if (row.stale !== null) testCase.property('stale', row.stale);
  if (row.standing === 'verified') return;
  if (row.standing === 'refuted') {
    testCase.failure(row.reason, row.outcome).stacktrace(detail(row));
    return;
  }
  skip(testCase, `${row.label}: ${row.reason}`);
  testCase.standardOutput(detail(row));
}

function detail(row: ClaimRow): string {
  const seen =
    row.value === null ? 'nothing observed' : `${row.value}${row.interval ? ` (${row.interval})` : ''}`;
  const lines = [`${row.says}: ${seen}, bound ${row.bound}`, row.reason, ...row.notes];
  for (const part of row.criteria)
    lines.push(`${part.label}: ${part.outcome}, bound ${part.bound}. ${part.reason}`);
  if (row.settledBy) lines.push(`Would be settled by: ${row.settledBy}`);
  return cdata(lines.join('\n'));
}

/** The builder breaks up only the first end of a CDATA section in a text; none may be left for it to miss. */
function cdata(text: string): string {
  return text.replaceAll(']]>', ']] >');
}

/** The builder counts a skipped case but cannot give it a reason, so its element gets one when it is built. */
function skip(testCase: TestCase, reason: string): void {
  testCase.skipped();
  const build = testCase.build.bind(testCase);
  testCase.build = (parent) => {
    const built = build(parent);
    for (const child of built.children)
      if ('name' in child && child.name === 'skipped') setMessage(child, reason);
    return built;
  };
}

function setMessage(element: ReturnType<TestCase['build']>['children'][number], reason: string): void {
  if ('attribute' in element && typeof element.attribute === 'function') element.attribute('message', reason);
}

function addGuards(suite: TestSuite, view: View): void {
  suite.name(`${view.subject}: validity of the run`);
  const failed = view.guards.filter((guard) => guard.invalidates);
  for (const guard of failed) {
    const message = `${guard.status}: ${guard.seen}; allowed: ${guard.bound}`;
    suite
      .testCase()
      .className('capacity.guards')
      .name(`${guard.id}, repetition ${guard.repetition}: ${guard.title}`)
      .error(
        message,
        'invalid-run',
        cdata(`Likely cause: ${guard.likelyCause}\nNext step: ${guard.nextStep}`),
      );
  }
  if (failed.length === 0)
    suite
      .testCase()
      .className('capacity.guards')
      .name('run')
      .error(view.answer.text, 'invalid-run', cdata(view.answer.because));
}

function secondsOf(record: RunRecord): number {
  const ms = Date.parse(record.endedAt) - Date.parse(record.startedAt);
  return Number.isFinite(ms) && ms >= 0 ? ms / 1000 : 0;
}
