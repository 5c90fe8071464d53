import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertAccepted, assertRefused } from './bearer.mjs';
import { key, startDemo } from './demo.mjs';
import { showLogOfFailures } from './gateway.mjs';
import { urlOf } from './sign-in.mjs';
import { methods, StrictClient } from './strict-client.mjs';

describe('oauth4webapi, which checks each answer against its RFC', { timeout: 120_000 }, () => {
  let world;
  let url;

  before(async () => {
    world = await startDemo();
    url = urlOf(world, 'shared');
  });

  after(() => world?.gateway.stop());

  showLogOfFailures(() => world.gateway);

  for (const method of methods) {
    test(`signs in and refreshes with ${method}`, async (context) => {
      const client = await StrictClient.register(context, world.base, method);
      assert.equal(client.client.token_endpoint_auth_method, method);
      await client.signIn(url, key);
      await assertAccepted(url, client.tokens.access_token);
      await client.refresh();
      await assertAccepted(url, client.tokens.access_token);
    });
  }

  test('a revoked refresh token takes the access token with it', async (context) => {
    const client = await signedIn(context);
    const { access_token: accessToken, refresh_token: refreshToken } = client.tokens;
    await client.revoke(refreshToken);
    await assertRefused(url, accessToken);
    await client.assertRefreshRefused(400, 'invalid_grant');
    await client.revoke(refreshToken);
  });

  test('a revoked access token is refused', async (context) => {
    const client = await signedIn(context);
    await client.revoke(client.tokens.access_token);
    await assertRefused(url, client.tokens.access_token);
  });

  test('another client cannot revoke a token', async (context) => {
    const client = await signedIn(context);
    const other = await StrictClient.register(context, world.base);
    // Told so or not: what counts is that the token lives.
    await other.revoke(client.tokens.refresh_token).catch(({ status }) => assert.equal(status, 400));
    await assertAccepted(url, client.tokens.access_token);
    await client.refresh();
  });

  test('a client reads, replaces and deletes its registration', async (context) => {
    const client = await signedIn(context);
    const { registration_client_uri: uri, registration_access_token: token, ...registered } = client.client;
    assert.ok(uri.startsWith(`${world.base}/`), uri);
    assert.equal((await manage(uri, 'GET', 'jean_wrong')).status, 401);
    assert.equal((await read(uri, token)).client_name, registered.client_name);

    const { client_id_issued_at: _, ...metadata } = registered;
    const replaced = await manage(uri, 'PUT', token, { ...metadata, client_name: 'Another name' });
    assert.equal(replaced.status, 200);
    assert.equal((await replaced.json()).client_name, 'Another name');
    assert.equal((await read(uri, token)).client_name, 'Another name');
    await client.refresh();

    assert.equal((await manage(uri, 'DELETE', token)).status, 204);
    assert.equal((await manage(uri, 'GET', token)).status, 401);
    await assertRefused(url, client.tokens.access_token);
    await client.assertRefreshRefused(401, 'invalid_client');
  });

  async function signedIn(context) {
    const client = await StrictClient.register(context, world.base);
    await client.signIn(url, key);
    await assertAccepted(url, client.tokens.access_token);
    return client;
  }
});

async function read(uri, token) {
  const response = await manage(uri, 'GET', token);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('cache-control'), 'no-store');
  return response.json();
}

function manage(uri, method, token, metadata) {
  return fetch(uri, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(metadata && { 'content-type': 'application/json' }) },
    body: metadata && JSON.stringify(metadata),
    signal: AbortSignal.timeout(30_000),
  });
}
