import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { before, describe, test } from 'node:test';
import { claude, connect, deleteAll, freshOwner, notebook, replaceKey, signIn } from './account-pages.mjs';
import { noBrowser } from './browser.mjs';
import { browserSuite } from './browser-suite.mjs';
import { showLogOfFailures } from './gateway.mjs';
import { tabTo } from './keyboard.mjs';
import { startPageGateways } from './page-gateways.mjs';

describe('the account page in a real browser', { skip: noBrowser, timeout: 180_000 }, () => {
  const suite = browserSuite(startPageGateways, ({ several }, origin) => origin === several.base);
  const { openTab } = suite;
  let gateways;
  before(() => ({ world: gateways } = suite));
  showLogOfFailures(() => gateways.several);

  /** A person with two apps, and a tab in which they have signed in. */
  async function openAccount(context, options) {
    const key = `many_${freshOwner(gateways)}`;
    const apps = { hosted: await connect(gateways, claude, key), onDevice: await connect(gateways, notebook, key) };
    const tab = await openTab(context, options);
    await signIn(tab, gateways.several, key);
    await tab.getByText('2 apps are connected').waitFor();
    return { key, tab, ...apps };
  }

  test('the keyboard alone is enough to see what is connected, end one and sign out', async (context) => {
    const key = `many_${freshOwner(gateways)}`;
    const hosted = await connect(gateways, claude, key);
    const onDevice = await connect(gateways, notebook, key);
    const tab = await openTab(context);
    await tab.goto(`${gateways.several.base}/account`);
    await tabTo(tab, 'textbox', /API key/);
    await tab.keyboard.type(key);
    await tab.keyboard.press('Enter');
    await tab.getByText('2 apps are connected').waitFor();
    await tab.waitForLoadState();
    await tabTo(tab, 'button', 'Disconnect An app on your device (Notebook)');
    await tab.keyboard.press('Enter');
    await tab.getByText('1 app is connected').waitFor();
    await tab.waitForLoadState();
    assert.equal(await tab.getByRole('status').innerText(), 'The app is disconnected.');
    assert.equal(await onDevice.call(), 401);
    assert.equal(await hosted.call(), 200);
    await tabTo(tab, 'button', 'Sign out');
    await tab.keyboard.press('Enter');
    await tab.getByText('You are signed out').waitFor();
    await tab.goto(`${gateways.several.base}/account`);
    await tab.getByRole('button', { name: 'Sign in' }).waitFor();
  });

  test('without JavaScript all goes as well', async (context) => {
    const { tab, hosted } = await openAccount(context, { javaScriptEnabled: false });
    assert.equal(await tab.getByRole('button', { name: 'Show' }).count(), 0);
    await tab.getByRole('button', { name: 'Disconnect claude.ai' }).click();
    await tab.getByText('1 app is connected').waitFor();
    assert.equal(await hosted.call(), 401);
  });

  test('each app has its own facts: who it is, how often it called, what it may', async (context) => {
    const key = `many_${freshOwner(gateways)}`;
    const hosted = await connect(gateways, claude, key, { tools: 'read-only' });
    await connect(gateways, notebook, key);
    await hosted.call();
    await hosted.call();
    const tab = await openTab(context);
    await signIn(tab, gateways.several, key);
    const ofHosted = await tab.getByRole('region', { name: 'claude.ai' }).innerText();
    assert.match(ofHosted, /verified/);
    assert.match(ofHosted, /2 calls in all/);
    assert.match(ofHosted, /read-only tools/);
    const ofDevice = await tab.getByRole('region', { name: 'An app on your device' }).innerText();
    assert.match(ofDevice, /Notebook/);
    assert.match(ofDevice, /unverified/);
    assert.match(ofDevice, /not yet/);
    assert.match(ofDevice, /all tools/);
  });

  test('a choice of tools is in force at once', async (context) => {
    const key = `many_${freshOwner(gateways)}`;
    const chosen = ['search_notes', 'delete_note'];
    const app = await connect(gateways, notebook, key, { tools: 'some', tool: chosen });
    assert.deepEqual(await app.tools(), chosen);
    const tab = await openTab(context);
    await signIn(tab, gateways.several, key);
    await tab.getByText('Choose other tools').click();
    await tab.getByLabel('delete_note').uncheck();
    await tab.getByRole('button', { name: 'Use this choice' }).click();
    await tab.getByText('Your choice of tools is in force').waitFor();
    assert.deepEqual(await app.tools(), ['search_notes']);
    assert.match(await tab.locator('main').innerText(), /1 chosen tool/);

    await tab.getByText('Choose other tools').click();
    await tab.getByLabel('search_notes').uncheck();
    await tab.getByRole('button', { name: 'Use this choice' }).click();
    await tab.getByRole('alert').getByText('Nothing was changed').waitFor();
    assert.deepEqual(await app.tools(), ['search_notes']);
  });

  test('with another key in its place everything goes on, and whoever signed in with the old one is out', async (context) => {
    const { key, tab, hosted, onDevice } = await openAccount(context);
    const elsewhere = await openTab(context);
    await signIn(elsewhere, gateways.several, key);
    await elsewhere.getByText('2 apps are connected').waitFor();
    await replaceKey(tab, `${key}_new`);
    await tab.getByText('All apps use the new key now').waitFor();
    gateways.many.refuse(key);
    assert.deepEqual([await hosted.call(), await onDevice.call()], [200, 200]);
    assert.equal(await tab.locator('#api_key').inputValue(), '');
    await elsewhere.getByRole('button', { name: 'Disconnect all' }).click();
    await elsewhere.getByRole('alert').getByText('You are signed out').waitFor();
    assert.equal(await hosted.call(), 200);
  });

  test('everything is deleted with a tick and not without', async (context) => {
    const { key, tab, hosted, onDevice } = await openAccount(context);
    await tab.getByRole('button', { name: 'Delete everything' }).click();
    assert.ok(await tab.getByLabel('Also remove').evaluate((box) => box.matches(':invalid:focus')));
    assert.equal(await hosted.call(), 200);
    await deleteAll(tab);
    await tab.getByText('Everything is deleted').waitFor();
    assert.deepEqual([await hosted.call(), await onDevice.call()], [401, 401]);
    await signIn(tab, gateways.several, key);
    await tab.getByRole('alert').getByText('Nothing is connected with this key').waitFor();
  });

  test('with a dead key one can disconnect, and nothing else', async (context) => {
    const { key, tab, hosted, onDevice } = await openAccount(context);
    gateways.many.refuse(key);
    assert.equal(await hosted.call(), 401);
    await tab.reload();
    await tab.getByText('Your key stopped working on').waitFor();
    assert.deepEqual(await tab.locator('button[value]').evaluateAll((all) => all.map(({ value }) => value)), [
      'disconnect',
      'disconnect',
      'disconnect-all',
      'sign-out',
    ]);
    await tab.getByRole('button', { name: 'Disconnect all' }).click();
    await tab.getByText('All apps are disconnected').waitFor();
    assert.equal(await onDevice.call(), 401);
  });

  test('the form of another site does nothing', async (context) => {
    const { tab, hosted } = await openAccount(context);
    const page = await tab.locator('input[name=page]').first().inputValue();
    const target = `${gateways.several.base}/account`;
    const stranger = await startStranger(context, target, { page, decision: 'disconnect-all' });
    const profile = tab.context();
    const visit = await profile.newPage();
    // The browser would take the session along.
    assert.equal((await profile.cookies(target)).length, 1);
    profile.removeAllListeners('request');
    await visit.goto(stranger);
    await visit.getByRole('button').click();
    await visit.getByRole('heading', { name: 'This form was not sent by our own page' }).waitFor();
    assert.equal(await hosted.call(), 200);
  });
});

/** A site of somebody else's, with a form for `target` that is filled in. */
async function startStranger(context, target, entries) {
  const fields = Object.entries(entries).map(([name, value]) => `<input name="${name}" value="${value}">`);
  const server = http.createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html', connection: 'close' });
    response.end(`<link rel="icon" href="data:,"><form method="post" action="${target}">${fields.join('')}<button>Win</button></form>`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => new Promise((resolve) => server.close(resolve)));
  return `http://127.0.0.1:${server.address().port}/`;
}
