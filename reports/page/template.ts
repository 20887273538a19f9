import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';

const folder = join(import.meta.dirname, '..', 'templates');
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
const options = { strict: true, knownHelpersOnly: true, preventIndent: true };
/** The style sheet of all pages. */
const css = read('report.css') + read('findings.css');

function engineWithPartials(): typeof Handlebars {
  const engine = Handlebars.create();
  for (const file of readdirSync(folder)) {
    const name = /^_(.+)\.hbs$/.exec(file)?.[1];
    if (name) engine.registerPartial(name, engine.compile(read(file), options));
  }
  return engine;
}

const engine = engineWithPartials();

/**
 * A page's template (`templates/<name>.hbs`) with the partials (`_name.hbs`) and the style sheet: it
 * makes one HTML file that needs nothing else. Strict: a field that the page lacks throws instead of leaving a gap.
 * Everything is escaped but the style sheet and the SVGs, which are our own.
 */
export function pageTemplate<Page extends object>(name: string): (page: Page) => string {
  const render = engine.compile<Page & { css: string }>(read(`${name}.hbs`), options);
  return (page) => render({ ...page, css });
}
