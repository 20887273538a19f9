import { readFileSync } from 'node:fs';
import { nodeProblem } from './decide.mjs';
import { EXIT_FAILED } from './failure.mjs';

/** Ends the program with one line where this Node is older than package.json asks for. Must run on such a Node. */
export function requireNode(program) {
  const { engines } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const problem = nodeProblem(process.versions.node, engines.node);
  if (problem === null) return;
  console.error(`${program}: ${problem}`);
  process.exit(EXIT_FAILED);
}
