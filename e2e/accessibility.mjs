import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const axe = await readFile(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
const everything = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** What a page shows in other colours can only be wrong in these. */
const colours = ['color-contrast', 'link-in-text-block'];

/**
 * What axe-core finds against WCAG 2.2 AA and good practice, and what it cannot decide, as one line each; empty for a
 * page that is well.
 */
export function findings(tab) {
  return run(tab, { type: 'tag', values: everything });
}

/** The same of colours alone. */
export function findingsOfColours(tab) {
  return run(tab, { type: 'rule', values: colours });
}

/** How many pixels of a page are to the right of its window. */
export function overflow(tab) {
  return tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

async function run(tab, runOnly) {
  // By the debugger, which no content security policy binds.
  await tab.evaluate(axe);
  // The notches of the ticket are pseudo elements, and no text is above them.
  const checks = { 'color-contrast': { options: { ignorePseudo: true } } };
  const options = { runOnly, checks, resultTypes: ['violations', 'incomplete'] };
  const { violations, incomplete } = await tab.evaluate((options) => globalThis.axe.run(options), options);
  return [...violations, ...incomplete].flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html}: ${failureSummary}`),
  );
}
