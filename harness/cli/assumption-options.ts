import { InvalidArgumentError, Option, type Command as Program } from 'commander';
import {
  type AssumptionId,
  type Assumptions,
  assumptionIds,
  assumptions,
} from '../claims/audit/assumptions.ts';
import { GIB } from '../core/units.ts';

/** Declares an option for every assumption, or for those named: `--action-seconds <s>`. */
export function assumptionOptions(program: Program, ids: readonly AssumptionId[] = assumptionIds): Program {
  for (const id of ids) {
    const { label, usual, unit } = assumptions[id];
    const shown = unit === 'bytes' ? `${usual / GIB}GB` : isShare(unit) ? `${usual * 100}%` : String(usual);
    program.addOption(
      new Option(`--${kebab(id)} <${placeholder(unit)}>`, `assumed: ${label} (usually ${shown})`).argParser(
        (text) => numberFor(id, text),
      ),
    );
  }
  return program;
}

/** The assumptions that the options set. */
export function assumedBy(options: Record<string, unknown>): Partial<Assumptions> {
  return Object.fromEntries(
    assumptionIds.flatMap((id) => (typeof options[id] === 'number' ? [[id, options[id]]] : [])),
  );
}

function numberFor(id: AssumptionId, text: string): number {
  const { least, most, unit } = assumptions[id];
  const match = /^(\d+(?:\.\d+)?)\s*(%|GB|MB)?$/i.exec(text.trim());
  const suffix = (match?.[2] ?? '').toUpperCase();
  const value = match === null ? Number.NaN : Number(match[1]) * factorOf(unit, suffix);
  if (Number.isFinite(value) && value >= least && value <= most) return value;
  const shown = (bound: number) =>
    unit === 'bytes' ? `${bound / GIB}GB` : isShare(unit) ? `${bound * 100}%` : String(bound);
  throw new InvalidArgumentError(`Allowed: a number from ${shown(least)} to ${shown(most)}.`);
}

/** NaN where the unit does not go with the suffix. */
function factorOf(unit: string, suffix: string): number {
  if (unit === 'bytes') return suffix === 'GB' ? GIB : suffix === 'MB' ? GIB / 1024 : Number.NaN;
  if (isShare(unit)) return suffix === '%' ? 1 / 100 : Number.NaN; // a bare 1 could be 1 % or 100 %
  return suffix === '' ? 1 : Number.NaN;
}

const isShare = (unit: string) => unit === 'of the database' || unit === 'a month';
const placeholder = (unit: string) => (unit === 'bytes' ? 'size' : isShare(unit) ? 'percent' : 'n');
const kebab = (id: string) => id.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
