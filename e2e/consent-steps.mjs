import assert from 'node:assert/strict';
import { installationAt } from './sign-in.mjs';

/** Types the key and goes on; what comes then is for the caller to wait for. Whatever the page's language. */
export async function typeKey(tab, text) {
  await tab.locator('#api_key').fill(text);
  await tab.locator('button[value=continue]').click();
}

/** From the key page of the demo server to the review page. */
export async function reviewWith(tab, key) {
  await typeKey(tab, key);
  await tab.getByRole('heading', { name: 'It unlocks 3 tools' }).waitFor();
}

export function allow(tab) {
  return tab.getByRole('button', { name: 'Allow' }).click();
}

/** The answer that the client got when the browser came back to it. */
export async function answerAt(tab, client) {
  await tab.getByText('You may close this window').waitFor();
  assert.ok(tab.url().startsWith(client.provider.redirectUrl), tab.url());
  return client.takeAnswer();
}

/** A new client of the server at `mcp`, and the URL at which it waits for a person. */
export async function newClient(context, mcp) {
  const client = await installationAt(context, mcp);
  return { client, url: (await client.requestAuthorization()).href };
}

/** The way back has ended at the client, which connects and lists these tools. */
export async function assertConnected(tab, client, tools) {
  await client.redeem(Object.fromEntries(await answerAt(tab, client)));
  const listed = await (await client.connect()).listTools();
  assert.deepEqual(listed.tools.map(({ name }) => name), tools);
}
