import { defineFormat } from '../format.ts';
import { type Page, pageOf } from '../page/page.ts';
import { pageTemplate } from '../page/template.ts';

const page = pageTemplate<Page>('report');

/** One HTML file for management (first screen) and engineers (the rest): no script, no network. */
export default defineFormat({
  id: 'html',
  fileName: 'report.html',
  render: (record) => page(pageOf(record)),
});
