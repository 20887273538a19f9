const LABEL = 'set-up';
const MAX_WIDTH = 110;

/**
 * Runs one step and shows it: on a terminal one line that is rewritten, elsewhere a line at the start, one for each
 * report and one with the time at the end. A step that finds nothing to do calls no `report` and shows nothing.
 * @template T
 * @param {string} title
 * @param {(report: (detail: string) => void) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const from = performance.now();
  const terminal = process.stdout.isTTY === true;
  let shown = false;
  let previous = '';
  const report = (detail) => {
    if (detail === previous) return;
    previous = detail;
    shown = true;
    const line = `${LABEL}  ${title}  ${detail}`;
    process.stdout.write(terminal ? `\r\x1b[K${line.slice(0, MAX_WIDTH)}` : `${line}\n`);
  };
  try {
    const result = await work(report);
    if (shown) {
      const line = `${LABEL}  ${title.padEnd(14)}  ${((performance.now() - from) / 1000).toFixed(1)} s`;
      process.stdout.write(`${terminal ? '\r\x1b[K' : ''}${line}\n`);
    }
    return result;
  } catch (error) {
    if (shown && terminal) process.stdout.write('\n');
    throw error;
  }
}
