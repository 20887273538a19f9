import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Role } from '../core/level.ts';
import { runBash } from '../host/bash.ts';
import { projectRoot } from '../host/environment.ts';

// The sizes of a VM's settings come from harness/vm/sizing.sh alone: it is run here as in a VM, and its comments are the reasons.

const vmFolder = join(projectRoot, 'harness', 'vm');

/** One rule of sizing.sh. */
export interface SizingRule {
  /** Variable that it sets, such as PG_SHARED_BUFFERS_MIB. */
  name: string;
  /** The comment above it; empty where there is none. */
  reason: string;
}

interface Size {
  vCpu: number;
  memoryBytes: number;
}

/** Rules of the sizing script in its order; one that is set in branches counts once. */
export function parseSizing(text: string): SizingRule[] {
  const rules = new Map<string, string>();
  let comment: string[] = [];
  let inComment = false;
  for (const line of text.split('\n')) {
    const said = /^# (?!-{3} )(.*)$/.exec(line)?.[1];
    if (said !== undefined) {
      comment = inComment ? [...comment, said] : [said];
      inComment = true;
      continue;
    }
    inComment = false;
    const name = /^\s*([A-Z][A-Z0-9_]*)=/.exec(line)?.[1];
    if (name !== undefined) {
      if (!rules.has(name)) rules.set(name, comment.map(withoutFigure).join(' '));
    } else if (line === '' || line.startsWith('#')) comment = [];
  }
  return [...rules].map(([name, reason]) => ({ name, reason }));
}

/** A rule's comment ends with what it gives at the size that the script speaks of: `[2048 MB]`. */
function withoutFigure(line: string): string {
  return line.replace(/\s+\[[^\]]*\]$/, '').trim();
}

/** The rules of harness/vm/sizing.sh. */
export function sizingRules(): SizingRule[] {
  return parseSizing(readFileSync(join(vmFolder, 'sizing.sh'), 'utf8'));
}

/** Prints what the sizing script exports, a line each: name, tabulator, value. */
const printExports = `set -euo pipefail
before=" $(compgen -e | tr '\\n' ' ') "
source "$SIZING"
for name in $(compgen -e); do
  [[ $before == *" $name "* ]] || printf '%s\\t%s\\n' "$name" "\${!name}"
done`;

/** Every size that sizing.sh exports to a VM with these roles that was given `size` of the `spec` that the document gives it. */
export function sizesOf(roles: readonly Role[], spec: Size, size: Size): Map<string, string> {
  const printed = runBash(printExports, {
    SIZING: join(vmFolder, 'sizing.sh'),
    VM_ROLES: roles.join(' '),
    VM_VCPU: String(size.vCpu),
    VM_SPEC_VCPU: String(spec.vCpu),
    VM_MEMORY_BYTES: String(size.memoryBytes),
  });
  return new Map(
    printed
      .trim()
      .split('\n')
      .map((line) => line.split('\t') as [string, string]),
  );
}

function filesUnder(path: string): string[] {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).flatMap((name) => filesUnder(join(path, name)));
}

/** Words in capitals of a role's files, and of every file of another role that they name: what it can be set by. */
export function namesUsedBy(role: Role): Set<string> {
  const names = new Set<string>();
  const seen = new Set<string>();
  const todo = filesUnder(join(vmFolder, 'roles', role));
  for (let file = todo.pop(); file !== undefined; file = todo.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const text = readFileSync(file, 'latin1');
    for (const [name] of text.matchAll(/\b[A-Z][A-Z0-9_]+\b/g)) names.add(name);
    for (const [, path = ''] of text.matchAll(/\/opt\/vm\/(roles\/[\w./-]*\w)/g))
      todo.push(...filesUnder(join(vmFolder, path)));
  }
  return names;
}
