import { defineFormat } from '../format.ts';
import { pageOf } from '../page/page.ts';
import { renderPage } from '../page/template.ts';

/** One HTML file for management (first screen) and engineers (the rest): no script, no network. */
export default defineFormat({
  id: 'html',
  fileName: 'report.html',
  render: (record) => renderPage(pageOf(record)),
});
