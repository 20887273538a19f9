import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Source {
  type: string;
  uid: string;
}
interface Panel {
  id: number;
  title: string;
  gridPos: { x: number; y: number; w: number; h: number };
  datasource: Source;
  targets: { datasource: Source; expr: string }[];
}

/** The dashboard that Grafana is given, as far as tests look at it. */
export const dashboard: { panels: Panel[] } = JSON.parse(
  readFileSync(join(import.meta.dirname, 'roles/monitoring/grafana/dashboards/capacity-level.json'), 'utf8'),
);

/** Every PromQL expression on it, with the panel's title. */
export const expressions = dashboard.panels.flatMap(({ title, targets }) =>
  targets.map(({ expr }) => ({ title, expr })),
);
