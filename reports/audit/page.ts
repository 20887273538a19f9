import type { Audit } from '../../harness/core/finding.ts';
import { neutralise } from '../neutralise.ts';
import { pageTemplate } from '../page/template.ts';
import { timeText } from '../view/figures.ts';
import { economicsColumns, economicsMeans } from './economics.ts';
import { type AuditView, auditViewOf } from './view.ts';

/** When and by what an audit was made: the audit itself does not say. */
export interface AuditMeta {
  /** ISO 8601, UTC. */
  madeAt: string;
  harnessVersion: string;
}

interface AuditPage extends AuditView {
  madeAt: string;
  madeText: string;
  harnessVersion: string;
  economicsColumns: readonly string[];
  economicsMeans: string;
}

const page = pageTemplate<AuditPage>('audit');

/** `audit.html`: one file for management (first screen) and whoever mends the document (the rest); no script, no network. */
export function renderAuditPage(audit: Audit, meta: AuditMeta): string {
  const { madeAt, harnessVersion } = neutralise(meta);
  return page({
    ...auditViewOf(audit),
    ...{ madeAt, madeText: timeText(madeAt), harnessVersion },
    ...{ economicsColumns, economicsMeans },
  });
}
