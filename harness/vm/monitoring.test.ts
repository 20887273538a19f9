import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseLevelFile } from '../topology/level-file.ts';
import { dashboard, expressions } from './fixture-dashboard.ts';

const roles = join(import.meta.dirname, 'roles');
const { vms } = parseLevelFile(
  readFileSync(join(import.meta.dirname, '..', '..', 'docker-compose.levels.yml'), 'utf8'),
  5,
  { source: 'document' },
);

/** Lines that a function of the VM's scripts prints, each split into words. */
function printed(call: string, environment: Record<string, string>): string[][] {
  const text = execFileSync('bash', ['--norc', '-c', `set -euo pipefail; cd '${roles}'; ${call}`], {
    stdio: ['ignore', 'pipe', 'inherit'], // on a socket bash would take itself for a remote shell and read .bashrc
    env: { PATH: process.env.PATH, ...environment },
    encoding: 'utf8',
  });
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split(' '));
}

const targets = (monitored: string) =>
  printed('source monitoring/targets.sh; targets', { MONITORED_VMS: monitored });

describe('what the monitoring VM looks at', () => {
  it('is, on every VM of Level 5, what runs there', () => {
    const monitored = vms.find(({ spec }) => spec.name === 'monitoring')?.environment.MONITORED_VMS ?? '';
    const looked = targets(monitored);
    expect(looked).toHaveLength(34);
    const hasRole = 'has_role() { [[ " $VM_ROLES " == *" $1 "* ]]; }';
    for (const { spec } of vms.filter((vm) => vm.spec.roles.includes('exporters'))) {
      const runs = printed(`${hasRole}; source exporters/list.sh; exporters_of_vm`, {
        VM_ROLES: spec.roles.join(' '),
      }).map(([, port]) => port);
      if (spec.roles.includes('haproxy')) runs.push('8404'); // it tells of itself
      const asked = looked.filter(([, vm]) => vm === spec.name).map(([, , port]) => port);
      expect(asked.sort(), spec.name).toEqual(runs.sort());
    }
  });

  it('carries the role that it serves, and once where two roles of a VM want the same', () => {
    expect(targets('a=app,nginx b=replica,pgbouncer c=nginx,cdn')).toEqual([
      ['node', 'a', '9100', 'app'],
      ['node', 'b', '9100', 'replica'],
      ['node', 'c', '9100', 'nginx'],
      ['postgresql', 'b', '9187', 'replica'],
      ['pgbouncer', 'b', '9127', 'pgbouncer'],
      ['nginx', 'a', '9113', 'nginx'],
      ['nginx', 'c', '9113', 'nginx'],
    ]);
  });
});

describe('the dashboard for Grafana', () => {
  it('asks the data source that is provisioned with it', () => {
    const file = readFileSync(join(roles, 'monitoring/grafana/datasources/prometheus.yml'), 'utf8');
    const uid = parse(file).datasources[0].uid;
    for (const panel of dashboard.panels)
      for (const source of [panel.datasource, ...panel.targets.map((target) => target.datasource)])
        expect(source, panel.title).toEqual({ type: 'prometheus', uid });
  });

  it('has panels of their own names and places, each with something to show', () => {
    const { panels } = dashboard;
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length);
    expect(new Set(panels.map(({ gridPos: { x, y } }) => `${x} ${y}`)).size).toBe(panels.length);
    for (const { gridPos } of panels) expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
    for (const { targets: asked } of panels) expect(asked.length).toBeGreaterThan(0);
    expect(expressions.every(({ expr }) => expr.trim() !== '')).toBe(true);
  });

  it('is mounted for a service that no level has', () => {
    const compose = parse(
      readFileSync(join(import.meta.dirname, '..', '..', 'docker-compose.levels.yml'), 'utf8'),
    );
    const grafana = compose.services['level-5-grafana'];
    expect(grafana.profiles).toEqual(['grafana']);
    expect(grafana.labels).toBeUndefined();
    expect(grafana.volumes).toEqual(['./harness/vm/roles/monitoring/grafana:/etc/grafana/provisioning:ro']);
    expect(vms.map(({ spec }) => spec.name)).not.toContain('grafana');
  });
});
