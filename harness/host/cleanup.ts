import { messageOf } from '../core/errors.ts';

/**
 * Everything that was started registers here what undoes it, so that success, failure, a time-out, Ctrl-C and SIGTERM
 * share one path. Steps run in reverse order; one that fails does not keep the others from running.
 */
export interface CleanUp {
  /** Registers a step; the returned function takes it back, for things that were undone in the normal course. */
  add(what: string, undo: () => Promise<void> | void): () => void;
  /** Runs all steps once; later calls wait for the first. Returns what could not be undone. */
  run(): Promise<string[]>;
}

export function createCleanUp(): CleanUp {
  const steps: { what: string; undo: () => Promise<void> | void }[] = [];
  let under: Promise<string[]> | null = null;

  async function undoAll(): Promise<string[]> {
    const failed: string[] = [];
    for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
      try {
        await step.undo();
      } catch (error) {
        failed.push(`${step.what}: ${messageOf(error)}`);
      }
    }
    return failed;
  }

  return {
    add(what, undo) {
      const step = { what, undo };
      steps.push(step);
      return () => {
        const at = steps.indexOf(step);
        if (at >= 0) steps.splice(at, 1);
      };
    },
    run() {
      under ??= undoAll().finally(() => {
        under = null;
      });
      return under;
    },
  };
}
