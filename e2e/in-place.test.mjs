import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { findings } from './accessibility.mjs';
import { noBrowser } from './browser.mjs';
import { browserSuite, ownOrLoopback } from './browser-suite.mjs';
import { allow, answerAt, newClient, reviewWith, typeKey } from './consent-steps.mjs';
import { key, startDemo } from './demo.mjs';
import { showLogOfFailures } from './gateway.mjs';
import { urlOf } from './sign-in.mjs';
import { until } from './waiting.mjs';

const wrongKey = 'jean_sk_demo_wrong';
const posts = '**/oauth/callback?*';

describe('consent in a real browser without loading a page anew', { skip: noBrowser, timeout: 180_000 }, () => {
  const suite = browserSuite(startDemo, ownOrLoopback);
  let world;
  before(() => ({ world } = suite));
  showLogOfFailures(() => world.gateway);

  /** A new client, and a tab at its key page, which is marked. */
  async function openKeyPage(context) {
    const { client, url } = await newClient(context, urlOf(world, 'personal'));
    const { tab, complaints } = await suite.openWatched(context);
    await tab.goto(url);
    await mark(tab);
    return { client, tab, url, complaints };
  }

  /** Notes the posts of the tab by what made them, `fetch` or `document`, and lets `answer` meet the first one. */
  async function meetPosts(tab, answer) {
    const met = [];
    await tab.route(posts, (route) => {
      met.push(route.request().resourceType());
      return met.length === 1 ? answer(route) : route.continue();
    });
    return met;
  }

  test('what the key unlocks takes the place of the form, and no key is left', async (context) => {
    const { client, tab, url, complaints } = await openKeyPage(context);
    await reviewWith(tab, key);
    assert.ok(await isMarked(tab));
    assert.equal(tab.url(), url);
    assert.match(await tab.title(), /^Allow /);
    assert.equal(await focused(tab), 'It unlocks 3 tools');
    assert.equal((await everyText(tab)).includes(key), false);
    await allow(tab);
    assert.ok((await answerAt(tab, client)).get('code'));
    assert.deepEqual(complaints, []);
  });

  test('after a wrong key the same page says why, and its buttons work', async (context) => {
    const { tab, complaints } = await openKeyPage(context);
    for (const tried of [wrongKey, wrongKey]) {
      await typeKey(tab, tried);
      await tab.waitForFunction(() => document.querySelector('[role=alert]') && !document.querySelector('#api_key').value);
      assert.equal(await focused(tab, 'id'), 'api_key');
      assert.equal((await everyText(tab)).includes(tried), false);
    }
    await tab.getByRole('button', { name: 'Show the key' }).click();
    assert.equal(await tab.locator('#api_key').getAttribute('type'), 'text');
    assert.deepEqual(await findings(tab), []);
    await reviewWith(tab, key);
    assert.ok(await isMarked(tab));
    assert.deepEqual(complaints, []);
  });

  test('a page that is no longer valid says so at once', async (context) => {
    const { tab, complaints } = await openKeyPage(context);
    await tab.context().clearCookies();
    await typeKey(tab, key);
    await tab.getByRole('heading', { name: 'This page is no longer valid' }).waitFor();
    assert.equal(await focused(tab), 'This page is no longer valid');
    assert.ok(await isMarked(tab));
    assert.equal((await everyText(tab)).includes(key), false);
    assert.deepEqual(complaints, []);
  });

  test('Back leads to the key page anew, and Forward to no broken one', async (context) => {
    const { tab, client, complaints } = await openKeyPage(context);
    await typeKey(tab, wrongKey);
    await tab.getByRole('alert').waitFor();
    await reviewWith(tab, key);
    for (const go of ['goBack', 'goForward']) {
      await tab[go]();
      await tab.waitForFunction(() => document.querySelector('#api_key') && !document.querySelector('[role=alert]'));
      await tab.waitForLoadState();
      assert.equal(await tab.locator('#api_key').inputValue(), '');
    }
    await reviewWith(tab, key);
    await allow(tab);
    assert.ok((await answerAt(tab, client)).get('code'));
    assert.deepEqual(complaints, []);
  });

  test('while the key is checked the page says so, and a second click sends nothing', async (context) => {
    const { tab, complaints } = await openKeyPage(context);
    let goOn;
    const met = await meetPosts(tab, (route) => (goOn = () => route.continue()));
    const button = tab.getByRole('button', { name: 'Continue' });
    assert.equal(await tab.getByRole('status').innerText(), '');
    await tab.locator('#api_key').fill(key);
    await button.dblclick();
    await tab.getByRole('status').getByText('Checking your key …').waitFor();
    assert.ok(await button.isDisabled());
    assert.deepEqual(await findings(tab), []);
    await until(() => goOn, 'the post');
    await tab.locator('#api_key').press('Enter');
    await goOn();
    await tab.getByRole('heading', { name: 'It unlocks 3 tools' }).waitFor();
    assert.deepEqual(met, ['fetch']);
    assert.deepEqual(complaints, []);
  });

  test('Deny waits for no answer, and none gets in its way', async (context) => {
    const { client, tab } = await openKeyPage(context);
    const held = [];
    await tab.route(posts, (route) => held.push(route));
    await typeKey(tab, key);
    await until(() => held.length === 1, 'the post of the key');
    await tab.getByRole('button', { name: 'Deny' }).click({ noWaitAfter: true });
    await until(() => held.length === 2, 'the post of Deny');
    // It has been given up, or else it fails now.
    await held[0].abort().catch(() => {});
    await held[1].continue();
    assert.equal((await answerAt(tab, client)).get('error'), 'access_denied');
    assert.deepEqual(held.map((route) => route.request().resourceType()), ['fetch', 'document']);
  });

  for (const [what, answer] of Object.entries({
    'no answer comes': (route) => route.abort(),
    'the answer is no page': (route) => route.fulfill({ status: 502, json: { error: 'bad gateway' } }),
    'the answer is a page of somebody else': (route) => route.fulfill({ contentType: 'text/html', body: '<h1>502</h1>' }),
    'the answer leads elsewhere': (route) => route.fulfill({ status: 303, headers: { location: '/' } }),
  })) {
    test(`where ${what} the form is sent as ever`, async (context) => {
      const { client, tab } = await openKeyPage(context);
      const met = await meetPosts(tab, answer);
      await reviewWith(tab, key);
      assert.deepEqual(met, ['fetch', 'document']);
      assert.equal(await isMarked(tab), false);
      await allow(tab);
      assert.ok((await answerAt(tab, client)).get('code'));
    });
  }

  test('a page that the browser keeps when it is left keeps no key', async (context) => {
    const { tab } = await openKeyPage(context);
    await tab.locator('#api_key').fill(key);
    await tab.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })));
    assert.equal(await tab.locator('#api_key').inputValue(), '');
  });

  test('on a page that came of an ordinary post the next is ordinary too', async (context) => {
    const { tab } = await openKeyPage(context);
    const met = await meetPosts(tab, (route) => route.abort());
    await typeKey(tab, wrongKey);
    await tab.getByRole('alert').waitFor();
    await reviewWith(tab, key);
    assert.deepEqual(met, ['fetch', 'document', 'document']);
  });
});

function mark(tab) {
  return tab.evaluate(() => (document.documentElement.dataset.mark = 'here before'));
}

async function isMarked(tab) {
  return (await tab.locator('html').getAttribute('data-mark')) === 'here before';
}

/** What has the focus: its text, or an attribute of it. */
function focused(tab, attribute) {
  return tab.evaluate((attribute) => {
    const element = document.activeElement;
    return attribute ? element.getAttribute(attribute) : element.innerText;
  }, attribute);
}

/** The page's markup with all that is typed in. */
function everyText(tab) {
  return tab.evaluate(() => {
    const typed = [...document.querySelectorAll('input')].map(({ value }) => value);
    return [document.documentElement.outerHTML, ...typed].join('\n');
  });
}
