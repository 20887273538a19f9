import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import type { Page } from './page.ts';

const folder = join(import.meta.dirname, '..', 'templates');
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

/**
 * The page's template with its partials (`_name.hbs`). Strict: a field that the page lacks throws instead of
 * leaving a gap. Everything is escaped but the style sheet and the SVGs, which are our own.
 */
function compile(): (page: Page & { css: string }) => string {
  const engine = Handlebars.create();
  const options = { strict: true, knownHelpersOnly: true, preventIndent: true };
  for (const file of readdirSync(folder)) {
    const name = /^_(.+)\.hbs$/.exec(file)?.[1];
    if (name) engine.registerPartial(name, engine.compile(read(file), options));
  }
  return engine.compile(read('report.hbs'), options);
}

const template = compile();
const css = read('report.css');

/** The whole page as one HTML file that needs nothing else. */
export function renderPage(page: Page): string {
  return template({ ...page, css });
}
