import ora, { type Ora } from 'ora';
import pc from 'picocolors';
import { monotonicMs } from './clock.ts';
import type { Environment } from './environment.ts';

/** A long step under way. */
interface Step {
  /** What is going on now; `fraction` 0..1 draws a bar. Cheap: call it as often as there is news. */
  update(text: string, fraction?: number): void;
  /** Ends it well; returns its duration in milliseconds. */
  done(text?: string): number;
  fail(text?: string): void;
}

/** Where people read what the harness does. Standard output carries results, standard error progress. */
export interface Output {
  line(text?: string): void;
  warn(text: string): void;
  step(text: string): Step;
  /** Durations of the steps that ended, in order. */
  timings(): { step: string; ms: number }[];
}

const BAR = 20;
/** Without a terminal a long step says something this often, so that a CI log shows life. */
const PLAIN_EVERY_MS = 10_000;

function bar(fraction: number): string {
  const full = Math.round(Math.min(1, Math.max(0, fraction)) * BAR);
  return `${'█'.repeat(full)}${'░'.repeat(BAR - full)} ${String(Math.round(fraction * 100)).padStart(3)} %`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

export function createOutput(environment: Environment): Output {
  const colours = pc.createColors(environment.colour);
  const ended: { step: string; ms: number }[] = [];

  function step(text: string): Step {
    const from = monotonicMs();
    const spinner: Ora | null = environment.interactive
      ? ora({ text, stream: process.stderr, color: environment.colour ? 'yellow' : false }).start()
      : null;
    let said = from;
    const end = (ok: boolean, more = '') => {
      const ms = monotonicMs() - from;
      const mark = ok ? colours.green('✔') : colours.red('✖');
      spinner?.stop();
      process.stderr.write(
        `${mark} ${text}${more === '' ? '' : `: ${more}`} ${colours.dim(`(${seconds(ms)})`)}\n`,
      );
      if (ok) ended.push({ step: text, ms });
      return ms;
    };
    return {
      update(now, fraction) {
        const drawn = `${text}  ${fraction === undefined ? '' : `${bar(fraction)}  `}${now}`;
        if (spinner !== null) spinner.text = drawn;
        else if (monotonicMs() - said >= PLAIN_EVERY_MS) {
          said = monotonicMs();
          const share = fraction === undefined ? '' : `${Math.round(fraction * 100)} %  `;
          process.stderr.write(`  ${text}  ${share}${now}\n`);
        }
      },
      done: (more) => end(true, more),
      fail: (more) => void end(false, more),
    };
  }

  return {
    line: (text = '') => void process.stdout.write(`${text}\n`),
    warn: (text) => void process.stderr.write(`${colours.yellow('!')} ${text}\n`),
    step,
    timings: () => [...ended],
  };
}
