import type { SeedProgress } from '../../seed/port.ts';
import { groupDigits } from '../core/units.ts';
import { monotonicMs } from '../host/clock.ts';
import type { Output } from '../host/output.ts';

/** Rows take about this share of a seeding, indexes with foreign keys most of the rest. */
const ROWS_SHARE = 0.6;
const INDEXES_UNTIL = 0.92;
/** Less than this says nothing about the speed. */
const QUIET_MS = 1500;

/** What a progress says in one line, and how much of the whole is done, 0 to 1. `rowsMs` is the time since the first row. */
export function seedLine(progress: SeedProgress, rowsMs: number): { text: string; fraction: number } {
  const { step, rowsWritten, rowsExpected, done, of } = progress;
  const part = done !== undefined && of ? `, ${done} of ${of}` : '';
  switch (step) {
    case 'schema':
      return { text: 'making the tables', fraction: 0 };
    case 'rows': {
      const share = rowsExpected === 0 ? 1 : rowsWritten / rowsExpected;
      const said = `${groupDigits(rowsWritten)} of ${groupDigits(rowsExpected)} rows`;
      if (rowsMs < QUIET_MS || rowsWritten === 0) return { text: said, fraction: ROWS_SHARE * share };
      const perSecond = rowsWritten / (rowsMs / 1000);
      const leftS =
        (rowsExpected - rowsWritten) / perSecond +
        ((1 - ROWS_SHARE) / ROWS_SHARE) * (rowsExpected / perSecond);
      return {
        text: `${said}, ${groupDigits(Math.round(perSecond))} rows/s, about ${durationLeft(leftS)} left`,
        fraction: ROWS_SHARE * share,
      };
    }
    case 'indexes': {
      const share = done !== undefined && of ? done / of : 0;
      return {
        text: `indexes and foreign keys${part}`,
        fraction: ROWS_SHARE + (INDEXES_UNTIL - ROWS_SHARE) * share,
      };
    }
    case 'analyze':
      return { text: 'statistics for the planner', fraction: INDEXES_UNTIL };
    case 'certificate':
      return { text: 'counting for the certificate', fraction: 0.96 };
  }
}

function durationLeft(seconds: number): string {
  return seconds < 90 ? `${Math.max(1, Math.round(seconds))} s` : `${Math.round(seconds / 60)} min`;
}

/** Shows a seeding in a step of the output. */
export function followSeeding(step: ReturnType<Output['step']>): (progress: SeedProgress) => void {
  let firstRowAt: number | null = null;
  return (progress) => {
    if (progress.step === 'rows') firstRowAt ??= monotonicMs();
    const { text, fraction } = seedLine(progress, firstRowAt === null ? 0 : monotonicMs() - firstRowAt);
    step.update(text, fraction);
  };
}
