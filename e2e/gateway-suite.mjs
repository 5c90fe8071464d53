import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccepted, assertRefused } from './bearer.mjs';
import { showLogOfFailures } from './gateway.mjs';
import { CLIENT_NAME } from './mcp-installation.mjs';
import { Person } from './person.mjs';
import {
  assertKeyPage,
  assertReviewPage,
  assertStillSignedIn,
  installationAt,
  returnToClient,
  signIn,
  urlOf,
} from './sign-in.mjs';

/** Tests that hold for every gateway. `world()` answers what `before` has started: see the two test files. */
export function testGateway(world) {
  showLogOfFailures(() => world().gateway);

  for (const kind of ['shared', 'personal']) {
    test(`a client finds, registers, signs in and calls a tool at the ${kind} URL`, async (context) => {
      const { key, tools } = world();
      const url = urlOf(world(), kind);
      const installation = await installationAt(context, url);
      const authorizationUrl = await installation.requestAuthorization();
      const path = new URL(url).pathname;
      assert.deepEqual(installation.requests, [
        `POST ${path} 401`,
        `GET /.well-known/oauth-protected-resource${path} 200`,
        'GET /.well-known/oauth-authorization-server 200',
        'POST /oauth/register 201',
      ]);
      assert.equal(authorizationUrl.searchParams.get('resource'), url);

      const person = new Person();
      const keyPage = await person.open(authorizationUrl);
      assertKeyPage(keyPage, 200);
      assert.deepEqual(keyPage.offers('user_id'), [], 'the URL already says who the user is');
      assert.ok(keyPage.text.includes(CLIENT_NAME), 'the page says who asks');
      const review = await person.press(keyPage, 'continue', { api_key: key });
      assertReviewPage(review);
      for (const tool of tools) assert.ok(review.text.includes(tool), `the review page lists ${tool}:\n${review.text}`);
      await installation.redeem(await returnToClient(person, await person.press(review, 'allow'), installation));

      const client = await installation.connect();
      const listed = (await client.listTools()).tools.map((tool) => tool.name);
      for (const tool of tools) assert.ok(listed.includes(tool), `${tool} can be called`);
      await world().assertCallWorks(client);
      assertTokens(installation.provider.current);
    });
  }

  test('a client with a bad access token refreshes by itself', async (context) => {
    const installation = await signIn(context, urlOf(world(), 'shared'), world().key);
    const client = await installation.connect();
    const before = installation.spoilAccessToken();
    const mark = installation.requests.length;
    await world().assertCallWorks(client);
    const after = installation.provider.current;
    assert.equal(installation.tokenRequestsSince(mark), 1);
    assert.notEqual(after.access_token, before.access_token);
    assert.notEqual(after.refresh_token, before.refresh_token, 'refresh tokens rotate');
    await assertStillSignedIn(installation, () => world().assertCallWorks(client));
  });

  test('eight parallel calls with a bad access token all succeed', async (context) => {
    const installation = await signIn(context, urlOf(world(), 'shared'), world().key);
    const client = await installation.connect();
    installation.spoilAccessToken();
    const mark = installation.requests.length;
    // All eight refresh with the same token. Left to chance, a late 401 trips a check in the SDK that is not about us.
    installation.gatherTokenRequests(8);
    await Promise.all(Array.from({ length: 8 }, () => world().assertCallWorks(client)));
    assert.equal(installation.tokenRequestsSince(mark), 8);
    await assertStillSignedIn(installation, () => world().assertCallWorks(client));
  });

  for (const step of ['first', 'review']) {
    test(`denying on the ${step} page tells the client so`, async (context) => {
      const installation = await installationAt(context, urlOf(world(), 'shared'));
      const person = new Person();
      const keyPage = await person.open(await installation.requestAuthorization());
      const review = () => person.press(keyPage, 'continue', { api_key: world().key });
      const denied = await person.press(step === 'first' ? keyPage : await review(), 'deny');
      const { error, code } = await returnToClient(person, denied, installation);
      assert.equal(error, 'access_denied');
      assert.equal(code, undefined);
    });
  }

  test('a wrong key shows the form again and the right one then works', async (context) => {
    const installation = await installationAt(context, urlOf(world(), 'shared'));
    const person = new Person();
    const keyPage = await person.open(await installation.requestAuthorization());
    const again = await person.press(keyPage, 'continue', { api_key: world().wrongKey });
    assertKeyPage(again, 401);
    assert.deepEqual(again.offers('api_key'), [''], 'the page does not repeat the key');
    const review = await person.press(again, 'continue', { api_key: world().key });
    assertReviewPage(review);
    await installation.redeem(await returnToClient(person, await person.press(review, 'allow'), installation));
    await world().assertCallWorks(await installation.connect());
  });

  test('a token is good for one resource only', async (context) => {
    const { key, base } = world();
    const personal = urlOf(world(), 'personal');
    const shared = urlOf(world(), 'shared');
    const others = `${base}/mcp/oauth/${world().otherUser}`;
    const { access_token: tokenOfUser } = (await signIn(context, personal, key)).provider.current;
    const { access_token: sharedToken } = (await signIn(context, shared, key)).provider.current;

    await assertAccepted(personal, tokenOfUser);
    await assertAccepted(shared, sharedToken);
    await assertRefused(others, tokenOfUser);
    await assertRefused(shared, tokenOfUser);
    await assertRefused(personal, sharedToken);
  });
}

function assertTokens(tokens) {
  assert.match(tokens.access_token, /^jean_oauth_[A-Za-z0-9_-]{92}$/);
  assert.ok(tokens.refresh_token, 'there is a refresh token');
  assert.notEqual(tokens.refresh_token, tokens.access_token);
  assert.equal(tokens.token_type, 'Bearer');
  assert.ok(Number.isInteger(tokens.expires_in) && tokens.expires_in >= 300, `expires_in is ${tokens.expires_in}`);
}
