import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { assertAccepted, initialize } from './bearer.mjs';
import { assertCallWorks } from './everything.mjs';
import { showLogOfFailures } from './gateway.mjs';
import { Person } from './person.mjs';
import { startReplicasOf } from './replicas.mjs';
import { sdks } from './sdks.mjs';
import { assertKeyPage, assertReviewPage, assertStillSignedIn, signIn } from './sign-in.mjs';
import { StrictClient } from './strict-client.mjs';

const key = 'jean_sk_test_1';
const REVOKED_WITHIN_MS = 5_000;
// A replica that learns of a revocation only when its own copy ends takes seconds.
const TOLD_WITHIN_MS = 1_000;
const RECOVERED_WITHIN_MS = 30_000;
const JITTER_S = 2;

describe('two gateways on one Redis', { timeout: 180_000 }, () => {
  let world;
  let url;

  before(async () => {
    world = await startReplicasOf(key);
    url = `${world.base}/mcp`;
  });

  after(() => world?.stop());

  showLogOfFailures(() => world.a);
  showLogOfFailures(() => world.b);

  test('a sign-in goes on at the other at every step, and one of two redemptions wins', async (context) => {
    const { a, b, balancer } = world;
    balancer.direct(a);
    const client = await StrictClient.register(context, world.base);
    const person = new Person();
    balancer.direct(b);
    const keyPage = await person.open(await client.requestAuthorization(url));
    assertKeyPage(keyPage, 200);
    balancer.direct(a);
    const review = await person.press(keyPage, 'continue', { api_key: key });
    assertReviewPage(review);
    balancer.direct(b);
    const answer = await client.takeAnswer(person, await person.press(review, 'allow'));

    const [won, lost] = await atBoth(() => client.askToRedeem(answer));
    assert.deepEqual([won.status, lost.status], [200, 400]);
    assert.equal((await lost.json()).error, 'invalid_grant');
    client.tokens = await won.json();
    for (const replica of [a, b]) {
      balancer.direct(replica);
      await assertAccepted(url, client.tokens.access_token);
    }
  });

  test('two refreshes at once get the same tokens', async (context) => {
    const client = await signedIn(context);
    const before = client.tokens;
    const responses = await atBoth(() => client.askToRefresh());
    assert.deepEqual(responses.map(({ status }) => status), [200, 200]);
    const [one, other] = await Promise.all(responses.map((response) => response.json()));
    const { expires_in: lifetime, ...tokens } = one;
    const { expires_in: otherLifetime, ...otherTokens } = other;
    assert.deepEqual(otherTokens, tokens);
    assert.ok(Math.abs(otherLifetime - lifetime) <= JITTER_S, `${lifetime} s and ${otherLifetime} s`);
    assert.notEqual(tokens.refresh_token, before.refresh_token);
    client.tokens = one;
    await client.refresh();
    await assertAccepted(url, client.tokens.access_token);
  });

  for (const sdk of sdks) {
    test(`${sdk.name} notices nothing when they take turns`, async (context) => {
      const { a, b, balancer } = world;
      balancer.direct(a, b);
      const marks = [a, b].map(balancer.handledBy);
      const installation = await signIn(context, url, key, { sdk });
      const client = await installation.connect();
      for (let times = 0; times < 2; times++) {
        await assertCallWorks(client);
        const mark = installation.requests.length;
        installation.spoilAccessToken();
        await assertCallWorks(client);
        assert.equal(installation.tokenRequestsSince(mark), 1);
      }
      await assertStillSignedIn(installation, () => assertCallWorks(client));
      const handled = [a, b].map((replica, index) => balancer.handledBy(replica) - marks[index]);
      assert.ok(Math.min(...handled) >= 5, `requests that each got: ${handled}`);
    });
  }

  test('a token that is revoked at one is refused at the other', async (context) => {
    const took = [];
    for (const kind of ['refresh_token', 'access_token', 'refresh_token']) {
      const ms = await timeToRefusal(await signedIn(context), kind);
      assert.ok(ms < REVOKED_WITHIN_MS, `refused ${ms} ms after the revocation`);
      took.push(Math.round(ms));
    }
    context.diagnostic(`refused at the other replica after ${took.join(', ')} ms`);
    assert.ok(Math.min(...took) < TOLD_WITHIN_MS, `the other replica was told: ${took} ms`);
  });

  test('a sign-in is finished at the other when one is killed in the middle', async (context) => {
    const { a, b, balancer } = world;
    balancer.direct(a);
    const client = await StrictClient.register(context, world.base);
    const person = new Person();
    const keyPage = await person.open(await client.requestAuthorization(url));
    const review = await person.press(keyPage, 'continue', { api_key: key });
    assertReviewPage(review);
    await a.kill();

    balancer.direct(b);
    await client.redeem(await client.takeAnswer(person, await person.press(review, 'allow')));
    await assertAccepted(url, client.tokens.access_token);
    await a.start();
    balancer.direct(a);
    await assertAccepted(url, client.tokens.access_token);
    await client.refresh();
  });

  test('without Redis nobody is signed out, and with it all goes on', async (context) => {
    const { a, b, balancer, redis } = world;
    const client = await signedIn(context);
    assert.deepEqual(await readiness(), [200, 200]);
    const { access_token: token } = client.tokens;
    balancer.direct(a, b);
    await assertAccepted(url, token);
    await assertAccepted(url, token);
    await redis.stop();
    // Both know the token for a few seconds more.
    await assertAccepted(url, token);
    await assertAccepted(url, token);

    await Promise.all([
      assertUnavailable(client.askToRefresh()),
      assertUnavailable(client.askToRefresh()),
      assertUnavailable(register()),
    ]);
    assert.deepEqual(await readiness(), [503, 503]);
    await sleep(5_000);
    await assertUnavailable(initialize(url, token));

    await redis.start();
    await waitUntilReady();
    await assertAccepted(url, token);
    await assertAccepted(url, token);
    const responses = await atBoth(() => client.askToRefresh());
    assert.deepEqual(responses.map(({ status }) => status), [200, 200]);
    // The replicas hear each other again.
    const ms = await timeToRefusal(await signedIn(context), 'refresh_token');
    assert.ok(ms < REVOKED_WITHIN_MS, `refused ${ms} ms after the revocation`);
  });

  /** A client that signed in with both taking turns. */
  async function signedIn(context) {
    world.balancer.direct(world.a, world.b);
    const client = await StrictClient.register(context, world.base);
    await client.signIn(url, key);
    return client;
  }

  /** Asks both at once and answers their responses, those with status 200 first. */
  async function atBoth(ask) {
    world.balancer.direct(world.a, world.b);
    const responses = await Promise.all([ask(), ask()]);
    return responses.sort((one, other) => one.status - other.status);
  }

  /** How long the second replica, which knows the access token, goes on with it after its revocation at the first. */
  async function timeToRefusal(client, kind) {
    const { a, b, balancer } = world;
    balancer.direct(b);
    await assertAccepted(url, client.tokens.access_token);
    balancer.direct(a);
    await client.revoke(client.tokens[kind]);
    const revoked = performance.now();
    balancer.direct(b);
    while ((await initialize(url, client.tokens.access_token)).status !== 401) {
      assert.ok(performance.now() - revoked < 2 * REVOKED_WITHIN_MS, 'the token is still accepted');
    }
    return performance.now() - revoked;
  }

  function register() {
    return fetch(`${world.base}/oauth/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ redirect_uris: ['http://127.0.0.1/callback'] }),
      signal: AbortSignal.timeout(30_000),
    });
  }

  function readiness() {
    return Promise.all([world.a.readiness(), world.b.readiness()]);
  }

  async function waitUntilReady() {
    const deadline = performance.now() + RECOVERED_WITHIN_MS;
    while ((await readiness()).some((status) => status !== 200)) {
      assert.ok(performance.now() < deadline, 'both are ready again');
      await sleep(200);
    }
  }
});

/** The fault is told as the server's own, and as one that passes. */
async function assertUnavailable(responding) {
  const response = await responding;
  assert.equal(response.status, 503);
  assert.match(response.headers.get('retry-after'), /^[1-9][0-9]*$/);
  assert.doesNotMatch(await response.text(), /invalid_grant|invalid_client|invalid_token/);
}
