import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { findings } from './accessibility.mjs';
import { noBrowser } from './browser.mjs';
import { browserSuite, ownOrLoopback } from './browser-suite.mjs';
import { allow, assertConnected, newClient, typeKey } from './consent-steps.mjs';
import { showLogOfFailures } from './gateway.mjs';
import { identify, startIdentified, toProvider } from './identified.mjs';
import { urlOf } from './sign-in.mjs';

const heading = 'It unlocks 3 tools';

describe('identities in place of keys, in a real browser', { skip: noBrowser, timeout: 180_000 }, () => {
  const suite = browserSuite(startIdentified, ownOrLoopback);
  const { openTab } = suite;
  let world;
  before(() => ({ world } = suite));
  showLogOfFailures(() => world.gateway);

  /** Connects a client with the key, and links that with whoever signs in. */
  async function linkAtConsent(context, tab, name, key) {
    const { client: app, url } = await newClient(context, urlOf(world, 'shared'));
    await tab.goto(url);
    await toProvider(tab);
    await identify(tab, world, name);
    assert.match(await tab.getByRole('alert').innerText(), /No Jean Memory key is linked with you yet/);
    assert.deepEqual(await findings(tab), [], 'the key page of somebody who signed in');
    await typeKey(tab, key);
    await tab.getByRole('heading', { name: heading }).waitFor();
    assert.deepEqual(await findings(tab), [], 'the review page of somebody who signed in');
    await tab.getByLabel(/Sign in with .* instead of this key/).check();
    await allow(tab);
    await assertConnected(tab, app, world.tools);
  }

  test('once a key is linked, a second client connects without it', async (context) => {
    const tab = await openTab(context);
    await linkAtConsent(context, tab, 'first', 'jean_sk_demo_1');
    const { client: app, url } = await newClient(context, urlOf(world, 'shared'));

    await tab.goto(url);
    await toProvider(tab);
    await identify(tab, world, 'first');
    await tab.getByRole('heading', { name: heading }).waitFor();
    const page = await tab.locator('main').innerText();
    assert.deepEqual(await findings(tab), [], 'the review page of a linked key');
    await allow(tab);
    await assertConnected(tab, app, world.tools);

    assert.match(page, /You are signed in as first@people\.example at 127\.0\.0\.1/);
    assert.match(page, /It uses your key jean_sk_…/);
    assert.deepEqual(world.provider.signIns.filter((name) => name === 'first'), ['first', 'first'], 'signed in anew each time');
  });

  test('without JavaScript and in German the way is the same', async (context) => {
    const tab = await openTab(context, { javaScriptEnabled: false, locale: 'de-DE' });
    const { url } = await newClient(context, urlOf(world, 'shared'));
    await tab.goto(url);
    await toProvider(tab);
    await identify(tab, world, 'nobody');
    assert.match(await tab.getByRole('alert').innerText(), /noch kein Schlüssel/);
    assert.equal(await tab.locator('html').getAttribute('lang'), 'de');
  });

  test('whoever cancels at the provider can still type the key', async (context) => {
    const { client: app, url } = await newClient(context, urlOf(world, 'shared'));
    const tab = await openTab(context);
    await tab.goto(url);
    await toProvider(tab);
    await tab.getByRole('button', { name: 'Cancel' }).click();
    assert.match(await tab.getByRole('alert').innerText(), /You did not sign in/);
    await typeKey(tab, 'jean_sk_demo_1');
    await tab.getByRole('heading', { name: heading }).waitFor();
    await allow(tab);
    await assertConnected(tab, app, world.tools);
  });

  test('the account page is opened, linked and unlinked', async (context) => {
    const tab = await openTab(context);
    const { client: app, url } = await newClient(context, urlOf(world, 'shared'));
    await tab.goto(url);
    await typeKey(tab, 'jean_sk_demo_2');
    await tab.getByRole('heading', { name: heading }).waitFor();
    await allow(tab);
    await assertConnected(tab, app, world.tools);

    await tab.goto(`${world.base}/account`);
    assert.deepEqual(await findings(tab), [], 'the sign-in page');
    await toProvider(tab);
    await identify(tab, world, 'second');
    await tab.getByRole('heading', { name: 'Link your key' }).waitFor();
    assert.deepEqual(await findings(tab), [], 'the page that asks for the key to link');
    await tab.locator('#api_key').fill('jean_sk_demo_wrong');
    await tab.getByRole('button', { name: 'Link', exact: true }).click();
    assert.match(await tab.getByRole('alert').innerText(), /Nothing is connected with this key/);
    await tab.locator('#api_key').fill('jean_sk_demo_2');
    await tab.getByRole('button', { name: 'Link', exact: true }).click();
    await tab.getByText('1 app is connected').waitFor();
    assert.match(await tab.getByRole('status').innerText(), /The key is linked/);
    assert.deepEqual(await findings(tab), [], 'the account page with an identity');

    await tab.getByRole('button', { name: 'Sign out' }).click();
    await toProvider(tab);
    await identify(tab, world, 'second');
    await tab.getByText('1 app is connected').waitFor();
    await tab.getByRole('button', { name: 'Unlink' }).click();
    await tab.getByText('The link is ended').waitFor();
    await toProvider(tab);
    await identify(tab, world, 'second');
    await tab.getByRole('heading', { name: 'Link your key' }).waitFor();
  });

  test('a way back that another browser began opens nothing', async (context) => {
    const tab = await openTab(context);
    await linkAtConsent(context, tab, 'third', 'jean_sk_demo_3');
    await tab.goto(`${world.base}/account`);
    await toProvider(tab);
    await tab.route('**/oauth/identity?*', (route) => route.abort());
    const sent = tab.waitForRequest('**/oauth/identity?*');
    const [request] = await Promise.all([sent, identify(tab, world, 'third').catch(() => {})]);
    const back = request.url();
    assert.match(back, /[?&]code=/);

    const other = await openTab(context);
    const answer = await other.goto(back);
    assert.equal(answer.status(), 400);
    assert.match(await other.locator('h1').innerText(), /no longer valid/);
    assert.deepEqual(await findings(other), [], 'the page of a sign-in that is over');
    const account = await other.goto(`${world.base}/account`);
    assert.equal(account.status(), 200);
    assert.equal(await other.locator('button[value=sign-in]').count(), 1);
  });

  test('the log has no secret of it', () => {
    const { log } = world.gateway;
    assert.match(log, /identity\.linked/);
    for (const secret of [world.secret, 'people.example', 'code=']) assert.ok(!log.includes(secret), secret);
  });
});
