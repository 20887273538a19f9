import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Role } from '../core/level.ts';
import { GIB, MIB } from '../core/units.ts';
import { projectRoot } from '../host/environment.ts';
import { settingsOf } from './settings-table.ts';
import { namesUsedBy, parseSizing, sizesOf, sizingRules } from './sizing.ts';

const script = readFileSync(join(projectRoot, 'harness', 'vm', 'sizing.sh'), 'utf8');
const levelOne: Role[] = ['app', 'postgres', 'pgbouncer', 'redis', 'nginx', 'smtp'];
const ofLevelOne = { vCpu: 4, memoryBytes: 8 * GIB };
const roles: Role[] = [
  ...levelOne,
  ...(['replica', 'haproxy', 'waha', 'telephony', 'cdn', 'storage', 'monitoring', 'exporters'] as const),
];

describe('the sizing script as a table', () => {
  it('reads rules with their reasons, without the figure in brackets', () => {
    const text = `# Of the whole file.

# --- One [not a reason] ---
# A quarter,
# and no less.     [2048 MB]
PG_A_MIB=$((memory_mib / 4))
PG_B=1
# Half alone, else
# an eighth.  [1]
if [[ $VM_ROLES == redis ]]; then
  REDIS_C=1
else
  REDIS_C=2
fi

lower=1
BARE=1
export PG_A_MIB`;
    expect(parseSizing(text)).toEqual([
      { name: 'PG_A_MIB', reason: 'A quarter, and no less.' },
      { name: 'PG_B', reason: 'A quarter, and no less.' },
      { name: 'REDIS_C', reason: 'Half alone, else an eighth.' },
      { name: 'BARE', reason: '' },
    ]);
  });

  it('has a reason for every size that is exported, exports every rule, and some role takes each', () => {
    const exported = [...sizesOf(levelOne, ofLevelOne, ofLevelOne).keys()].sort();
    expect(exported.length).toBeGreaterThan(15);
    const rules = sizingRules();
    expect(rules.map(({ name }) => name).sort()).toEqual(exported);
    expect(rules.filter(({ reason }) => reason.length < 10)).toEqual([]);
    const used = new Set(roles.flatMap((role) => [...namesUsedBy(role)]));
    expect(exported.filter((name) => !used.has(name))).toEqual([]);
  });

  it('says in brackets what a rule gives', () => {
    const sections = script.split(/^(?=# --- )/m);
    const wrong = sections.flatMap((section) => {
      const [, vCpu, gib] = /in brackets: .*?(\d+) vCPU and (\d+) GB/.exec(section) ?? [];
      const size = vCpu === undefined ? ofLevelOne : { vCpu: Number(vCpu), memoryBytes: Number(gib) * GIB };
      const sizes = sizesOf(levelOne, size, size);
      return figuresIn(section)
        .map(({ name, figure }) => ({ name, figure, gives: inBrackets(name, sizes.get(name) ?? '') }))
        .filter(({ figure, gives }) => figure !== gives);
    });
    expect(wrong).toEqual([]);
    expect(sections.flatMap(figuresIn).length).toBeGreaterThan(15);
  });
});

/** What the comments of a section give in brackets, where it is a number or a number of MB. */
function figuresIn(section: string): { name: string; figure: string }[] {
  const found = section.matchAll(/^# .*\[(\d+(?: MB)?)\]\n(?:if .*\n\s*)?([A-Z][A-Z0-9_]*)=/gm);
  return [...found].map(([, figure = '', name = '']) => ({ name, figure }));
}

function inBrackets(name: string, value: string): string {
  if (name.endsWith('_BYTES')) return `${Number(value) / MIB} MB`;
  return name.endsWith('_MIB') ? `${value} MB` : value;
}

describe('the settings of a level', () => {
  const host = { vCpu: 2, memoryBytes: 5 * GIB };
  const vm = (name: string, ...has: Role[]) => ({ name, roles: has, ...ofLevelOne, diskBytes: null });
  const valueAt = (sized: ReturnType<typeof settingsOf>[number] | undefined, name: string) => {
    const setting = sized?.settings.find((one) => one.name === name);
    return [setting?.document, setting?.here];
  };

  it('are given at the size of the document and at the one here, where a pool keeps its size', () => {
    const [app] = settingsOf([vm('app', ...levelOne)], host);
    expect([app?.document, app?.here]).toEqual([ofLevelOne, { vCpu: 2, memoryBytes: 4 * GIB }]);
    expect(valueAt(app, 'APP_WORKERS')).toEqual(['4', '2']);
    expect(valueAt(app, 'PG_SHARED_BUFFERS_MIB')).toEqual(['2048', '1024']);
    expect(valueAt(app, 'PGBOUNCER_DEFAULT_POOL_SIZE')).toEqual(['20', '20']);
  });

  it('are those of what runs on the VM; VMs that are alike stand together', () => {
    const sized = settingsOf(
      [vm('db', 'postgres'), vm('app-1', 'app', 'smtp'), vm('replica', 'replica'), vm('app-2', 'app')],
      host,
    );
    expect(sized.map(({ vms }) => vms)).toEqual([
      ['db', 'replica'],
      ['app-1', 'app-2'],
    ]);
    expect(sized[1]?.settings.map(({ name }) => name)).toEqual(['APP_WORKERS', 'APP_JOB_PROCESSES']);
    expect(sized[0]?.settings.every(({ name }) => name.startsWith('PG_'))).toBe(true);
    expect(settingsOf([vm('waha', 'waha')], host)[0]?.settings).toEqual([]);
  });
});
