import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { LoggingMessageNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { rpcMethod } from './api-key-door.mjs';
import { assertCallWorks, startEverythingBehind } from './everything.mjs';
import { testGateway } from './gateway-suite.mjs';
import { startGateway } from './gateway.mjs';
import { CLIENT_NAME } from './mcp-installation.mjs';
import { signIn, urlOf } from './sign-in.mjs';

const key = 'jean_sk_test_1';
const user = 'user-a';

describe('before server-everything behind an API key', { timeout: 240_000 }, () => {
  const started = [];
  let world;

  before(async () => {
    const upstream = await startEverythingBehind([key]);
    started.push(() => upstream.stop());
    const gateway = await startGateway({ MCP_UPSTREAM_URL: upstream.url });
    started.push(() => gateway.stop());
    world = {
      gateway,
      door: upstream.door,
      base: gateway.base,
      key,
      wrongKey: 'jean_sk_test_wrong',
      user,
      otherUser: 'user-b',
      tools: ['echo', 'get-sum', 'trigger-long-running-operation'],
      assertCallWorks,
    };
  });

  after(async () => {
    for (const stop of started.reverse()) await stop();
  });

  testGateway(() => world);

  test('the upstream sees the key and the user, and nothing of the client that it should not', async (context) => {
    const installation = await signIn(context, urlOf(world, 'personal'), key);
    const mark = world.door.visits.length;
    const client = await installation.connect({
      'x-api-key': 'jean_sk_of_somebody_else',
      'x-user-id': 'somebody-else',
      'x-client-name': 'something-else',
      cookie: 'session=of-the-client',
    });
    await assertCallWorks(client);
    const visits = world.door.visits.slice(mark);
    assert.ok(visits.some((visit) => rpcMethod(visit) === 'tools/call'));
    for (const { headers } of visits) {
      assert.equal(headers['x-api-key'], key);
      assert.equal(headers['x-user-id'], user);
      assert.equal(headers['x-client-name'], CLIENT_NAME);
    }
  });

  test('the upstream learns no user id at the shared URL', async (context) => {
    const installation = await signIn(context, urlOf(world, 'shared'), key);
    const mark = world.door.visits.length;
    await assertCallWorks(await installation.connect());
    const visits = world.door.visits.slice(mark);
    assert.ok(visits.length > 0);
    for (const { headers } of visits) {
      assert.equal(headers['x-api-key'], key);
      assert.equal(headers['x-user-id'], undefined);
      assert.equal(headers['x-client-name'], CLIENT_NAME);
    }
  });

  test('progress arrives while the tool is still running', async (context) => {
    const client = await (await signIn(context, urlOf(world, 'shared'), key)).connect();
    const arrivals = [];
    const result = await client.callTool(
      { name: 'trigger-long-running-operation', arguments: { duration: 2, steps: 4 } },
      undefined,
      { timeout: 30_000, onprogress: ({ progress }) => arrivals.push({ progress, at: performance.now() }) },
    );
    const end = performance.now();
    assert.match(result.content[0].text, /completed/);
    assert.deepEqual(arrivals.map(({ progress }) => progress), [1, 2, 3, 4]);
    assert.ok(end - arrivals[0].at > 1_000, 'the first step is told long before the end');
  });

  test('what the server says unasked arrives on the stream that the client keeps open', async (context) => {
    const client = await (await signIn(context, urlOf(world, 'shared'), key)).connect();
    const message = new Promise((resolve) => client.setNotificationHandler(LoggingMessageNotificationSchema, resolve));
    await client.callTool({ name: 'toggle-simulated-logging', arguments: {} });
    // One message at once, the next after five seconds, in case the stream was not open yet.
    const { params } = await Promise.race([message, rejectAfter(20_000)]);
    assert.match(params.data, /message/i);
  });

  test('nothing that arrived upstream carried a token or a cookie', () => {
    const { visits } = world.door;
    assert.ok(visits.some((visit) => visit.admitted && visit.method === 'POST'));
    assert.ok(visits.some((visit) => visit.admitted && visit.method === 'DELETE'), 'sessions are ended upstream');
    for (const { headers } of visits) {
      assert.equal(headers.authorization, undefined);
      assert.equal(headers.cookie, undefined);
      assert.doesNotMatch(JSON.stringify(headers), /jean_oauth_/);
    }
  });

  test("the gateway's log holds no key and no token", () => {
    assert.ok(world.gateway.log.length > 0, 'there is a log');
    assert.doesNotMatch(world.gateway.log, /jean_oauth_[A-Za-z0-9_-]{20}/);
    assert.ok(!world.gateway.log.includes(key));
  });
});

function rejectAfter(ms) {
  return new Promise((_, reject) => setTimeout(() => reject(new Error(`nothing came within ${ms} ms`)), ms).unref());
}
