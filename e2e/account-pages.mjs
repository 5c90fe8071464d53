import assert from 'node:assert/strict';
import { askingApp } from './asking-app.mjs';
import { connectApp } from './connected-app.mjs';
import { typeKey } from './consent-steps.mjs';
import { hostileText } from './many-tools.mjs';

/** The ways to what a person sees of their account, and of what went wrong with keys, as in `every-page.mjs`. */
export const accountPages = {
  'account-sign-in': (tab, { several }) => tab.goto(`${several.base}/account`),
  'account-unknown-key': async (tab, { several }) => {
    await signIn(tab, several, 'many_nobody');
    await tab.getByRole('alert').waitFor();
  },
  account: (tab, gateways) => openAccount(tab, gateways, 'two'),
  'account-tools': async (tab, gateways) => {
    await openAccount(tab, gateways, 'two');
    await tab.locator('summary').last().click();
  },
  'account-hostile-name': (tab, gateways) => openAccount(tab, gateways, 'hostile'),
  'account-disconnected': async (tab, gateways) => {
    await openFreshAccount(tab, gateways);
    await tab.locator('[value=disconnect]').click();
    await tab.getByRole('status').waitFor();
  },
  'account-other-owner': async (tab, gateways) => {
    await openAccount(tab, gateways, 'two');
    await replaceKey(tab, 'many_somebody');
    await tab.getByRole('alert').waitFor();
  },
  'account-replaced': async (tab, gateways) => {
    const owner = await openFreshAccount(tab, gateways);
    await replaceKey(tab, `many_${owner}_new`);
    await tab.getByRole('status').waitFor();
  },
  'account-deleted': async (tab, gateways) => {
    await openFreshAccount(tab, gateways);
    await deleteAll(tab);
    await tab.locator('[value=sign-in]').waitFor();
  },
  'account-over': async (tab, gateways) => {
    await openAccount(tab, gateways, 'two');
    await tab.context().clearCookies();
    await tab.locator('[value=disconnect-all]').click();
    await tab.getByRole('alert').waitFor();
  },
  'account-throttled': async (tab, gateways) => {
    const answered = tab.waitForResponse((response) => response.request().method() === 'POST');
    await signIn(tab, gateways.several, await tireOut(gateways));
    assert.equal((await answered).status(), 429);
    await tab.getByRole('alert').waitFor();
  },
  'account-dead-key': async (tab, gateways) => {
    await signIn(tab, gateways.several, await once(gateways, 'dead', letKeyDie));
    await tab.locator('#end').waitFor();
  },

  'review-earlier-key': async (tab, gateways) => {
    const { several } = gateways;
    const earlier = await once(gateways, 'dead', letKeyDie);
    await tab.goto((await askingApp(several, { ...notebook, parameters: { resource: notes(several) } })).href);
    await typeKey(tab, `${earlier}_new`);
    await tab.locator('#replace').waitFor();
  },
  'key-throttled': async (tab, { several }) => {
    await tab.goto((await askingApp(several, { ...notebook, parameters: { resource: notes(several) } })).href);
    for (let tries = 0, status = 0; status !== 429; tries++) {
      const answered = tab.waitForResponse((response) => response.request().method() === 'POST');
      await typeKey(tab, `many_-${tries}`);
      status = (await answered).status();
      assert.ok(tries <= 10 && status >= 400, `${status} at last`);
      await tab.waitForFunction(() => document.querySelector('[role=alert]') && !document.querySelector('#api_key').value);
    }
  },
  'too-many': async (tab, { several }) => {
    const url = await askingApp(several, notebook);
    // From where one page a minute may be opened.
    const headers = { 'x-forwarded-for': '203.0.113.9' };
    await fetch(url, { headers });
    await tab.setExtraHTTPHeaders(headers);
    assert.equal((await tab.goto(url.href)).status(), 429);
  },
};

export const notebook = { name: 'Notebook', redirectUri: 'http://127.0.0.1:33418/callback' };
export const claude = {
  clientId: 'https://claude.ai/oauth/mcp-oauth-client-metadata',
  redirectUri: 'https://claude.ai/api/mcp/auth_callback',
};
const twoTools = { tools: 'some', tool: ['search_notes', 'delete_note'] };

/** Signs in on the page at `/account`; what comes then is for the caller to wait for. */
export async function signIn(tab, { base }, key) {
  await tab.goto(`${base}/account`);
  await tab.locator('#api_key').fill(key);
  await tab.locator('[value=sign-in]').click();
}

export async function replaceKey(tab, key) {
  await tab.locator('#api_key').fill(key);
  await tab.locator('[value=replace]').click();
}

export async function deleteAll(tab) {
  await tab.locator('#confirm').check();
  await tab.locator('[value=delete]').click();
}

const made = {
  async two(gateways) {
    const [hosted] = [await connect(gateways, claude, 'many_mia'), await connect(gateways, notebook, 'many_mia', twoTools)];
    for (let calls = 0; calls < 3; calls++) assert.equal(await hosted.call(), 200);
    return 'many_mia';
  },
  async hostile(gateways) {
    const asked = { name: hostileText + 'W'.repeat(500), redirectUri: 'https://chat.example.net/callback' };
    await connect(gateways, asked, 'many_eve');
    return 'many_eve';
  },
};

async function openAccount(tab, gateways, name) {
  await signIn(tab, gateways.several, await once(gateways, name, made[name]));
  await tab.locator('#end').waitFor();
}

/** Of somebody whom no other page knows, with one app. */
async function openFreshAccount(tab, gateways) {
  const owner = freshOwner(gateways);
  await connect(gateways, notebook, `many_${owner}`);
  await signIn(tab, gateways.several, `many_${owner}`);
  await tab.locator('#end').waitFor();
  return owner;
}

export function freshOwner({ made }) {
  const owner = `person${made.size + 1}`;
  made.set(owner, owner);
  return owner;
}

export function connect({ several }, app, key, choice) {
  return connectApp(several, { ...app, resource: notes(several), key, choice });
}

/** A key that was typed as often as one may be in a while. */
async function tireOut(gateways) {
  const { base } = gateways.several;
  const key = `many_${freshOwner(gateways)}`;
  await connect(gateways, notebook, key);
  const headers = { origin: base };
  for (let tries = 0; tries < 60; tries++) {
    const body = new URLSearchParams({ api_key: key, decision: 'sign-in' });
    await fetch(`${base}/account`, { method: 'POST', headers, body, redirect: 'manual' });
  }
  return key;
}

/** A key that its server has refused since the app was connected with it. */
async function letKeyDie(gateways) {
  const key = 'many_dora';
  const app = await connect(gateways, notebook, key);
  gateways.many.refuse(key);
  assert.equal(await app.call(), 401);
  return key;
}

/** Makes what pages have in common when the first of them needs it. */
async function once(gateways, name, make) {
  if (!gateways.made.has(name)) gateways.made.set(name, make(gateways));
  return gateways.made.get(name);
}

export function notes({ base }) {
  return `${base}/mcp`;
}
