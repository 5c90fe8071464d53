import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { findings, overflow } from './accessibility.mjs';
import { noBrowser } from './browser.mjs';
import { everyPage, openPage } from './every-page.mjs';
import { pagesSuite, phone } from './pages-suite.mjs';

describe('every page in German', { skip: noBrowser, timeout: 280_000 }, () => {
  const { suite, openTab } = pagesSuite();
  let gateways;
  before(() => ({ world: gateways } = suite));

  for (const name of everyPage) {
    test(`${name}: in German, axe finds nothing and it fits a phone`, async (context) => {
      const { tab, complaints } = await openTab(context, { viewport: phone, locale: 'de-DE' });
      await openPage(name, tab, gateways);
      assert.equal(await tab.locator('html').getAttribute('lang'), 'de');
      assert.deepEqual(await findings(tab), []);
      assert.equal(await overflow(tab), 0, 'pixels to the right of a phone');
      assert.deepEqual(complaints, []);
    });
  }
});
