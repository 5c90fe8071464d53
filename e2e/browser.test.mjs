import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { before, describe, test } from 'node:test';
import { askingApp } from './asking-app.mjs';
import { noBrowser, openProfile, watch } from './browser.mjs';
import { browserSuite, ownOrLoopback } from './browser-suite.mjs';
import { allow, answerAt, assertConnected, newClient, reviewWith, typeKey } from './consent-steps.mjs';
import { key, startDemo } from './demo.mjs';
import { showLogOfFailures } from './gateway.mjs';
import { tabTo } from './keyboard.mjs';
import { urlOf } from './sign-in.mjs';

describe('consent in a real browser', { skip: noBrowser, timeout: 180_000 }, () => {
  const suite = browserSuite(startDemo, ownOrLoopback);
  const { openTab } = suite;
  let world;
  before(() => ({ world } = suite));
  showLogOfFailures(() => world.gateway);

  test('the keyboard alone is enough', async (context) => {
    const { client, url } = await newClient(context, urlOf(world, 'personal'));
    const tab = await openTab(context);
    await tab.goto(url);
    await tabTo(tab, 'textbox', /API key/);
    await tab.keyboard.type(key);
    await tab.keyboard.press('Enter');
    await tab.getByRole('heading', { name: 'It unlocks 3 tools' }).waitFor();
    await tab.waitForLoadState();

    await tabTo(tab, 'checkbox', /Search memory/);
    await tab.keyboard.press('Space');
    await tabTo(tab, 'radio', 'Everything');
    await tab.keyboard.press('ArrowDown');
    await tab.keyboard.press('ArrowDown');
    assert.ok(await tab.getByRole('radio', { name: 'Only the ticked tools' }).isChecked());
    await tabTo(tab, 'button', 'Allow');
    await tab.keyboard.press('Enter');
    await assertConnected(tab, client, ['search_memory']);
  });

  test('without JavaScript all goes as well, and no button is there that needs it', async (context) => {
    const { client, url } = await newClient(context, urlOf(world, 'personal'));
    const tab = await openTab(context, { javaScriptEnabled: false });
    await tab.goto(url);
    assert.deepEqual(await tab.getByRole('button').allInnerTexts(), ['Continue', 'Deny']);
    await typeKey(tab, 'jean_sk_demo_wrong');
    await tab.getByRole('alert').waitFor();
    await typeKey(tab, key);
    await tab.getByLabel('Only read-only tools').check();
    await tab.getByRole('button', { name: 'Allow' }).click();
    await assertConnected(tab, client, ['search_memory', 'list_memories']);
  });

  for (const step of ['key', 'review']) {
    test(`Deny on the ${step} page tells the client so`, async (context) => {
      const { client, url } = await newClient(context, urlOf(world, 'personal'));
      const tab = await openTab(context);
      await tab.goto(url);
      if (step === 'review') await reviewWith(tab, key);
      await tab.getByRole('button', { name: 'Deny' }).click();
      const answer = await answerAt(tab, client);
      assert.equal(answer.get('error'), 'access_denied');
      assert.equal(answer.get('code'), null);
    });
  }

  test('after a wrong key the person is where the right one goes, and told why', async (context) => {
    const { client, url } = await newClient(context, urlOf(world, 'personal'));
    const tab = await openTab(context);
    await tab.goto(url);
    await typeKey(tab, 'jean_sk_demo_wrong');
    await tab.getByRole('alert').waitFor();
    await tab.waitForLoadState();
    const field = tab.getByLabel('API key');
    assert.ok(await field.and(tab.locator(':focus')).count(), 'the field has the focus');
    assert.equal(await field.inputValue(), '');
    const why = await field.evaluate(({ ariaDescribedByElements }) => ariaDescribedByElements.map((e) => e.innerText).join());
    assert.match(why, /refused this key/);

    await tab.keyboard.type(key);
    await tab.keyboard.press('Enter');
    await allow(tab);
    await assertConnected(tab, client, world.tools);
  });

  test('two tabs of one browser do not get in each other’s way', async (context) => {
    const [one, two] = [await newClient(context, urlOf(world, 'personal')), await newClient(context, urlOf(world, 'personal'))];
    const tabOne = await openTab(context);
    const tabTwo = await tabOne.context().newPage();
    await tabOne.goto(one.url);
    await tabTwo.goto(two.url);
    await reviewWith(tabOne, key);
    await reviewWith(tabTwo, key);
    await allow(tabOne);
    await allow(tabTwo);
    await assertConnected(tabTwo, two.client, world.tools);
    await assertConnected(tabOne, one.client, world.tools);
  });

  test('who goes back after Allow finds no key, can do it again, and stays connected', async (context) => {
    const { client, url } = await newClient(context, urlOf(world, 'personal'));
    const tab = await openTab(context);
    await tab.goto(url);
    await reviewWith(tab, key);
    await allow(tab);
    await assertConnected(tab, client, world.tools);

    await tab.goBack();
    assert.equal(await tab.getByLabel('API key').inputValue(), '');
    await world.assertCallWorks(await client.connect());
    await reviewWith(tab, key);
    await allow(tab);
    await assertConnected(tab, client, world.tools);
  });

  test('a page that was open for too long says so, and the app’s next try works', async (context) => {
    const { client, url } = await newClient(context, urlOf(world, 'personal'));
    const tab = await openTab(context);
    await tab.goto(url);
    // As it is when its time is up: the gateway does not take it any more.
    await tab.locator('input[name=transaction]').evaluate((input) => (input.value = input.value.slice(0, -4) + 'AAAA'));
    await typeKey(tab, key);
    await tab.getByRole('heading', { name: 'This page is no longer valid' }).waitFor();
    assert.match(await tab.locator('main').innerText(), /Go back to your app and connect again/);

    await tab.goto((await client.requestAuthorization()).href);
    await reviewWith(tab, key);
    await allow(tab);
    await assertConnected(tab, client, world.tools);
  });

  test('the key is shown on request, and never sent from a field that shows it', async (context) => {
    const tab = await openTab(context);
    await tab.goto((await newClient(context, urlOf(world, 'personal'))).url);
    const field = tab.getByLabel('API key');
    const type = () => field.getAttribute('type');
    await field.fill(key);
    assert.equal(await type(), 'password');
    await tab.getByRole('button', { name: 'Show the key' }).click();
    assert.equal(await type(), 'text');
    await tab.getByRole('button', { name: 'Hide the key' }).click();
    assert.equal(await type(), 'password');

    await tab.getByRole('button', { name: 'Show the key' }).click();
    // Last of all who hear of it, and after the page's own script.
    await field.evaluate((input) => addEventListener('submit', () => sessionStorage.setItem('sent from', input.type)));
    await tab.getByRole('button', { name: 'Continue' }).click();
    await tab.getByRole('heading', { name: 'It unlocks 3 tools' }).waitFor();
    assert.equal(await tab.evaluate(() => sessionStorage.getItem('sent from')), 'password');
  });

  for (const [where, redirectUri] of Object.entries({
    'which redirects on to its own scheme': (onward) => onward,
    'which is called back by its own scheme': () => 'cursor://app.example/callback?by=keystile',
  })) {
    test(`an app ${where} gets its code`, async (context) => {
      const onward = await startOnward(context, 'cursor://app.example/callback?by=onward');
      const asked = { name: 'Cursor', redirectUri: redirectUri(onward), parameters: { state: 'of-this-test' } };
      const { href } = await askingApp(world.gateway, asked);
      const profile = await openProfile(context, suite.browser);
      const complaints = watch(profile, () => true);
      const tab = await profile.newPage();
      await tab.goto(href);
      await reviewWith(tab, key);
      const opened = tab.waitForRequest((request) => request.url().startsWith('cursor:'));
      await allow(tab);
      const { searchParams } = new URL((await opened).url());
      if (where.includes('called back')) await tab.getByText('Your answer is on its way to the app').waitFor();
      assert.match(searchParams.get('code'), /^jean_oauth_/);
      assert.equal(searchParams.get('state'), 'of-this-test');
      assert.deepEqual(complaints, []);
    });
  }
});

/** A callback of an app that hands what it gets on to `target`. */
async function startOnward(context, target) {
  const server = http.createServer((request, response) => {
    const { searchParams } = new URL(request.url, 'http://127.0.0.1');
    response.writeHead(302, { location: `${target}&${searchParams}`, connection: 'close' }).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => new Promise((resolve) => server.close(resolve)));
  return `http://127.0.0.1:${server.address().port}/callback`;
}
