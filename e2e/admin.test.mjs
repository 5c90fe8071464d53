import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findings, findingsOfColours, overflow } from './accessibility.mjs';
import { adminPages, openAdminPage, signInAsOperator } from './admin-pages.mjs';
import { countsAreIn, startAdminWorld } from './admin-world.mjs';
import { noBrowser } from './browser.mjs';
import { browserSuite } from './browser-suite.mjs';
import { showLogOfFailures } from './gateway.mjs';
import { signIn } from './sign-in.mjs';
import { eventually } from './waiting.mjs';

const desktop = { width: 1280, height: 900 };
const phone = { width: 390, height: 844 };
const narrow = { width: 320, height: 640 };
const command = process.env.GATEWAY_COMMAND ?? fileURLToPath(new URL('../keystile', import.meta.url));

describe('the administration in a real browser', { skip: noBrowser, timeout: 280_000 }, () => {
  const suite = browserSuite(async () => {
    const world = await startAdminWorld();
    world.made = await world.run();
    return world;
  }, ({ base }, origin) => origin === base);
  const { openTab } = suite;
  let world;
  before(() => ({ world } = suite));
  showLogOfFailures(() => world.gateway);

  async function openAs(context, token, options) {
    const tab = await openTab(context, { viewport: desktop, reducedMotion: 'reduce', ...options });
    await signInAsOperator(tab, world, token);
    return tab;
  }

  /** The line that has this text. */
  const line = (tab, text) => tab.locator('tbody tr', { hasText: text });

  async function assertDone(tab) {
    assert.equal(await tab.getByRole('status').innerText(), 'Done.');
  }

  for (const name of adminPages) {
    test(`${name}: axe finds nothing, it fits a phone, and breaks no policy`, async (context) => {
      const tab = await openAs(context, world.admin);
      await openAdminPage(name, tab, world);
      assert.deepEqual(await findings(tab), []);
      await tab.emulateMedia({ colorScheme: 'dark' });
      assert.deepEqual(await findingsOfColours(tab), []);
      await tab.setViewportSize(phone);
      assert.deepEqual(await findings(tab), []);
      await tab.emulateMedia({ colorScheme: 'light' });
      assert.deepEqual(await findingsOfColours(tab), []);
      assert.equal(await overflow(tab), 0, 'pixels to the right of a phone');
      await tab.setViewportSize(narrow);
      assert.equal(await overflow(tab), 0, 'pixels to the right of a narrow window');
    });
  }

  test('who has no session sees the form for the token, on each page, and it is well', async (context) => {
    const tab = await openTab(context, { viewport: phone });
    await tab.goto(`${world.base}/admin/audit`);
    assert.deepEqual(await findings(tab), []);
    await tab.getByLabel('Token').fill('none');
    await tab.getByRole('button', { name: 'Sign in' }).click();
    await tab.getByRole('alert').getByText('This is no operator').waitFor();
    assert.deepEqual(await findings(tab), []);
    assert.equal(await overflow(tab), 0);
  });

  test('a viewer sees each page and has nothing to press on any', async (context) => {
    const tab = await openAs(context, world.viewer);
    for (const name of adminPages) {
      await openAdminPage(name, tab, world);
      assert.equal(await tab.locator('form[method=post]').count(), 1, `${name}: signing out is all`);
    }
    await tab.getByRole('button', { name: 'Sign out' }).click();
    await tab.getByLabel('Token').waitFor();
  });

  test('a search finds one, and a list is exported', async (context) => {
    const tab = await openAs(context, world.viewer);
    await tab.getByRole('link', { name: 'Grants' }).first().click();
    await tab.getByRole('searchbox').fill('dora');
    await tab.getByRole('button', { name: 'Search' }).click();
    await tab.waitForURL(/search=dora/);
    assert.equal(await tab.locator('tbody tr').count(), 1);
    const file = tab.waitForEvent('download');
    await tab.getByRole('link', { name: 'Export as CSV' }).click();
    const lines = (await readFile(await (await file).path(), 'utf8')).trim().split('\r\n');
    assert.equal(lines.length, 2);
    assert.match(lines[0], /^id,state,why,client,/);
    assert.match(lines[1], /"dora"/);
  });

  test('an attempt that failed says why, and who mends it', async (context) => {
    const tab = await openAs(context, world.viewer);
    await tab.locator('.tiles a').first().click();
    await line(tab, 'Wanderer').getByRole('link').click();
    await tab.getByRole('heading', { name: 'What is the matter: wrong-redirect' }).waitFor();
    assert.match(await tab.locator('.trouble').innerText(), /What usually mends it, by whoever makes the client/);
    assert.match(await line(tab, 'authorize').innerText(), /failed.*elsewhere/s);
    await tab.goto(`${world.base}/admin/clients?search=Wanderer`);
    await tab.getByRole('link', { name: 'Attempts' }).click();
    assert.equal(await tab.locator('tbody tr').count(), 1);
    assert.match(await line(tab, 'Wanderer').innerText(), /wrong-redirect/);
    await tab.getByLabel('Outcome').selectOption('connected');
    await tab.getByRole('button', { name: 'Show' }).click();
    await tab.getByText('There is nothing to show').waitFor();
    await tab.goto(`${world.base}/admin/doctor?connector=tickets`);
    assert.equal(await tab.locator('tbody tr').count(), 1);
    assert.match(await line(tab, 'Helpdesk').innerText(), /key-not-checked/);
  });

  for (const javaScriptEnabled of [true, false]) {
    test(`a grant that is ended works no more, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async (context) => {
      const installation = await signIn(context, `${world.gateway.base}/mcp/wiki`, 'wiki_sk_1');
      const client = await installation.connect();
      await client.listTools();
      const { client_id: id } = await installation.provider.clientInformation();
      const tab = await openAs(context, world.admin, { javaScriptEnabled });
      await tab.goto(`${world.base}/admin/grants?search=${id}`);
      await tab.getByRole('button', { name: /^End/ }).click();
      await assertDone(tab);
      await assert.rejects(client.listTools());
      assert.ok(installation.requests.includes('POST /mcp/wiki 401'), `${installation.requests}`);
      await installation.leave();
      await tab.goto(`${world.base}/admin/grants?search=${id}`);
      assert.match(await tab.locator('tbody tr').innerText(), /over/);
    });
  }

  test('a client that is removed works no more', async (context) => {
    const { installation, client } = world.made;
    const { client_id: id } = await installation.provider.clientInformation();
    await client.listTools();
    const tab = await openAs(context, world.admin);
    await tab.goto(`${world.base}/admin/clients?search=${id}`);
    await tab.getByRole('button', { name: /^Remove/ }).click();
    await assertDone(tab);
    await assert.rejects(client.listTools());
    assert.ok(installation.requests.includes('POST /mcp/wiki 401'), `${installation.requests}`);
    await installation.leave();
  });

  test('an account that is ended works no more', async (context) => {
    const { mia } = world.made.apps;
    assert.equal(await mia.callTool('search_notes'), 200);
    const tab = await openAs(context, world.admin);
    await tab.goto(`${world.base}/admin/accounts?search=mia`);
    await tab.getByRole('button', { name: 'End all grants of mia' }).click();
    await assertDone(tab);
    assert.equal(await mia.callTool('search_notes'), 401);
  });

  test('a limit is overridden, lifted and taken back', async (context) => {
    const { person1 } = world.made.apps;
    assert.equal(await person1.callTool('search_notes'), 200);
    const { accounts } = await world.get('/admin/api/accounts?search=person1');
    const tab = await openAs(context, world.admin);
    await tab.goto(`${world.base}/admin/limits`);
    await tab.getByLabel('Rule').selectOption('mcp-account');
    await tab.getByLabel('Whose').fill(accounts[0].id);
    await tab.getByLabel('Quota').fill('one');
    await tab.getByRole('button', { name: 'Set' }).click();
    await tab.getByRole('alert').getByText('Nothing was changed').waitFor();
    await tab.getByLabel('Whose').fill(accounts[0].id);
    await tab.getByLabel('Quota').fill('1/h');
    await tab.getByRole('button', { name: 'Set' }).click();
    await assertDone(tab);
    assert.equal(await person1.callTool('search_notes'), 200);
    assert.equal(await person1.callTool('search_notes'), 429);
    const refused = tab.locator('section', { hasText: 'Refused now' });
    await tab.goto(`${world.base}/admin/limits`);
    await line(refused, accounts[0].id).getByRole('button', { name: 'Lift mcp-account' }).click();
    await assertDone(tab);
    assert.equal(await person1.callTool('search_notes'), 200);
    assert.equal(await person1.callTool('search_notes'), 429);
    const overrides = tab.locator('section', { hasText: 'Overrides' });
    await line(overrides, accounts[0].id).getByRole('button', { name: 'Take back mcp-account' }).click();
    await assertDone(tab);
    assert.equal(await person1.callTool('search_notes'), 200);
    assert.equal(await person1.callTool('search_notes'), 200);
  });

  test('a level of the log is changed and taken back', async (context) => {
    const tab = await openAs(context, world.admin);
    await tab.goto(`${world.base}/admin/logs`);
    await tab.getByLabel('Logger').fill('dev.keystile.app.http');
    await tab.getByLabel('From level').selectOption('warning');
    await tab.getByRole('button', { name: 'Set' }).click();
    await assertDone(tab);
    assert.match(await line(tab, 'dev.keystile.app.http').innerText(), /warning/);
    await tab.getByRole('button', { name: 'Take back dev.keystile.app.http' }).click();
    await assertDone(tab);
    assert.equal(await line(tab, 'dev.keystile.app.http').count(), 0);
  });

  test('what was counted is shown once it is in the store', async (context) => {
    await countsAreIn(world);
    const tab = await openAs(context, world.viewer);
    await tab.goto(`${world.base}/admin/analytics?by=tool`);
    assert.match(await line(tab, 'notes/search_notes').innerText(), /notes\/search_notes\s+\d+/);
    assert.match(await line(tab, 'wiki/echo').innerText(), /wiki\/echo\s+5\s/);
    const last = tab.locator('.funnel li').last();
    assert.match(await last.innerText(), /Made the first call\s+[5-9]/);
  });

  test('the audit log has it all, and its chain is whole', async (context) => {
    const tab = await openAs(context, world.viewer);
    await eventually(async () => {
      await tab.goto(`${world.base}/admin/audit`);
      const text = await tab.locator('table').innerText();
      for (const deed of ['client.revoke', 'grant.revoke', 'account.revoke', 'limit.override', 'limit.lift']) {
        assert.ok(text.includes(deed), deed);
      }
      for (const deed of ['limit.remove-override', 'log-level.set', 'log-level.unset', 'operator.sign-in', 'key.mark-dead']) {
        assert.ok(text.includes(deed), deed);
      }
    });
    await world.gateway.stop();
    const env = { ...process.env, ...world.settings };
    const { stdout } = await promisify(execFile)(command, ['audit', 'verify'], { env });
    assert.match(stdout, /records 1 to \d+/);
  });
});
