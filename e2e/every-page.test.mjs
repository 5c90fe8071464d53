import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { findings, findingsOfColours, overflow } from './accessibility.mjs';
import { noBrowser } from './browser.mjs';
import { everyPage, openPage } from './every-page.mjs';
import { pagesSuite, phone } from './pages-suite.mjs';

const desktop = { width: 1280, height: 900 };
/** What WCAG 1.4.10 asks for: a page of 1280 at four times its size. */
const narrow = { width: 320, height: 640 };

describe('every page in a real browser', { skip: noBrowser, timeout: 280_000 }, () => {
  const { suite, openTab } = pagesSuite();
  let gateways;
  before(() => ({ world: gateways } = suite));

  for (const name of everyPage) {
    test(`${name}: axe finds nothing, it fits a phone, and breaks no policy`, async (context) => {
      // Colours that fade from one scheme to the other would be measured on their way.
      const { tab, complaints } = await openTab(context, { viewport: desktop, reducedMotion: 'reduce' });
      await openPage(name, tab, gateways);
      assert.deepEqual(await findings(tab), []);
      await tab.emulateMedia({ colorScheme: 'dark' });
      await tab.setViewportSize(phone);
      assert.deepEqual(await findingsOfColours(tab), []);
      assert.equal(await overflow(tab), 0, 'pixels to the right of a phone');
      await tab.setViewportSize(narrow);
      assert.equal(await overflow(tab), 0, 'pixels to the right of a narrow window');
      assert.deepEqual(complaints, []);
    });
  }

  test('what the pages must not have would be noticed', async (context) => {
    const { tab, complaints } = await openTab(context, { viewport: phone });
    await openPage('key', tab, gateways);
    await tab.evaluate(() => {
      document.querySelector('main').insertAdjacentHTML('beforeend', '<img src="https://elsewhere.example/x">');
      document.querySelector('label').remove();
      document.querySelector('.hint').setAttribute('style', 'width: 500px');
      document.querySelector('.ticket').style.minWidth = '400px';
    });
    assert.ok((await findings(tab)).some((finding) => finding.startsWith('label: ')));
    assert.ok((await overflow(tab)) > 0);
    assert.ok(complaints.some((complaint) => /style-src/.test(complaint)));
    assert.ok(complaints.some((complaint) => /img-src/.test(complaint)));
  });

  for (const [colorScheme, fits] of Object.entries({ light: (grey) => grey > 200, dark: (grey) => grey < 55 })) {
    test(`a person who prefers ${colorScheme} pages gets them`, async (context) => {
      const { tab } = await openTab(context, { colorScheme });
      await openPage('key', tab, gateways);
      for (const part of ['body', '.ticket', '#api_key']) {
        const grey = await tab.locator(part).evaluate((element) => {
          const [red, green, blue] = getComputedStyle(element).backgroundColor.match(/\d+/g).map(Number);
          return (red + green + blue) / 3;
        });
        assert.ok(fits(grey), `${part} is ${grey}`);
      }
    });
  }

  test('nothing moves for a person who prefers that', async (context) => {
    const { tab } = await openTab(context);
    await openPage('review', tab, gateways);
    assert.ok((await moving(tab)) > 0, 'the buttons fade otherwise');
    await tab.emulateMedia({ reducedMotion: 'reduce' });
    assert.equal(await moving(tab), 0);
  });

  for (const name of ['key-hostile-name', 'review-hostile-name', 'review-hostile-tools', 'account-hostile-name']) {
    test(`${name}: hostile text is text, short and in one direction`, async (context) => {
      const { tab, complaints } = await openTab(context);
      await openPage(name, tab, gateways);
      const text = await tab.locator('main').innerText();
      assert.ok(text.includes('<img src=x onerror=alert(1)>"\'><script>alert(2)</script>'), text);
      assert.doesNotMatch(await tab.content(), /[\u202a-\u202e\u2066-\u2069]/);
      assert.doesNotMatch(text, /W{121}/);
      assert.equal(await tab.locator('main img, main script').count(), 0);
      assert.doesNotMatch(await tab.getByRole('heading', { level: 1 }).innerText(), /img/);
      assert.deepEqual(complaints, []);
    });
  }

  test('all that the start page tells to paste can be copied', async (context) => {
    const { profile, tab } = await openTab(context);
    await profile.grantPermissions(['clipboard-read', 'clipboard-write']);
    await openPage('start', tab, gateways);
    await tab.evaluate(() => document.querySelectorAll('details').forEach((client) => (client.open = true)));
    const copies = await tab.locator('.copy').all();
    assert.ok(copies.length >= 5, `${copies.length} to copy`);
    for (const part of copies) {
      await part.getByRole('button', { name: 'Copy' }).click();
      await part.getByRole('button', { name: 'Copied' }).waitFor();
      assert.equal(await tab.evaluate(() => navigator.clipboard.readText()), await part.locator('code').innerText());
    }
    const command = `claude mcp add --transport http jean-memory ${gateways.demo.base}/mcp`;
    assert.equal(await tab.locator('#command').innerText(), command);
  });
});

/** How many elements would take time to change. */
function moving(tab) {
  return tab.evaluate(() => {
    const durations = (style) => `${style.transitionDuration},${style.animationDuration}`.split(',');
    const lasts = (style) => durations(style).some((seconds) => parseFloat(seconds) > 0);
    const moves = (style) => style.transitionProperty !== 'none' || style.animationName !== 'none';
    const styles = [...document.querySelectorAll('*')].map((element) => getComputedStyle(element));
    return styles.filter((style) => lasts(style) && moves(style)).length;
  });
}
