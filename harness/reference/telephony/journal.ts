import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { CallRecord } from './call-record.ts';

/** What is known of all calls, kept on disk so that it outlives the program. */
export interface Journal {
  /** Of each call the last that was written, oldest first. */
  kept: CallRecord[];
  /** Writes what is known of a call; it is on its way to the disk when this returns, but not forced there. */
  write(call: CallRecord): void;
}

/** Opens the journal at `path`, with its folder, and writes it anew with the latest `most` calls. */
export function openJournal(path: string, most: number): Journal {
  mkdirSync(dirname(path), { recursive: true });
  const latest = new Map<string, CallRecord>();
  for (const line of textOf(path).split('\n')) {
    const call = parsed(line);
    if (call) latest.set(call.sid, call);
  }
  const kept = [...latest.values()].slice(-most);
  writeFileSync(`${path}.new`, kept.map((call) => `${JSON.stringify(call)}\n`).join(''));
  renameSync(`${path}.new`, path);
  return { kept, write: (call) => appendFileSync(path, `${JSON.stringify(call)}\n`) };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

/** The last line of a program that died may be cut short. */
function parsed(line: string): CallRecord | null {
  try {
    return line === '' ? null : (JSON.parse(line) as CallRecord);
  } catch {
    return null;
  }
}
