import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { rpcMethod } from './api-key-door.mjs';
import { startEverythingBehind } from './everything.mjs';
import { ForgetfulClient } from './forgetful-client.mjs';
import { showLogOfFailures, startGateway } from './gateway.mjs';
import { startReplicasOf } from './replicas.mjs';
import { stores } from './stores.mjs';
import { StrictClient } from './strict-client.mjs';

const key = 'jean_sk_test_1';

for (const { name, open } of stores) {
  describe(`a client that never echoes the session id, with state in ${name}`, { timeout: 180_000 }, () => {
    const started = [];
    let upstream;
    let gateway;
    let client;

    before(async () => {
      upstream = await startEverythingBehind([key]);
      started.push(() => upstream.stop());
      const store = await open();
      started.push(() => store.close());
      gateway = await startGateway({ MCP_UPSTREAM_URL: upstream.url, ...store.settings });
      started.push(() => gateway.stop());
    });

    after(async () => {
      for (const stop of started.reverse()) await stop();
    });

    showLogOfFailures(() => gateway);

    test('lists and calls tools', async (context) => {
      client = await signedIn(context, gateway.base);
      assert.equal((await client.connect()).serverInfo.name, 'mcp-servers/everything');
      const { result } = await client.request('tools/list');
      assert.ok(result.tools.some((tool) => tool.name === 'echo'));
      await client.assertCallWorks();
    });

    test('hears what the server says unasked', async () => {
      const { message } = await client.listen('notifications/message');
      await client.request('tools/call', { name: 'toggle-simulated-logging', arguments: {} });
      assert.match((await message).params.data, /message/i);
    });

    test('goes on in its session when the gateway is started anew', async () => {
      await gateway.stop();
      await gateway.start();
      const { opened } = await openedDuring(upstream, () => client.assertCallWorks());
      assert.equal(opened, 0);
    });

    test('goes on when the upstream is started anew, and many calls at once open one session', async () => {
      await upstream.restart();
      const { opened } = await openedDuring(upstream, () =>
        Promise.all(Array.from({ length: 8 }, () => client.assertCallWorks())),
      );
      assert.equal(opened, 1);
    });
  });
}

describe('a client that never echoes the session id, before two gateways', { timeout: 180_000 }, () => {
  let world;

  before(async () => {
    world = await startReplicasOf(key);
  });

  after(() => world?.stop());

  showLogOfFailures(() => world.a);
  showLogOfFailures(() => world.b);

  test('is in one session at both, also in the one that either opened for it', async (context) => {
    const { a, b, balancer, upstream } = world;
    balancer.direct(a);
    const client = await signedIn(context, world.base);
    await client.connect();
    balancer.direct(b, a);
    const before = await openedDuring(upstream, async () => {
      for (let call = 0; call < 4; call++) await client.assertCallWorks();
    });
    assert.equal(before.opened, 0);
    assert.equal(before.sessions.size, 1);

    await upstream.restart();
    const afterwards = await openedDuring(upstream, async () => {
      for (let call = 0; call < 4; call++) await client.assertCallWorks();
    });
    assert.equal(afterwards.opened, 1);
    // The lost one was tried once; what follows is in the new one.
    assert.equal(afterwards.sessions.size, 2);
  });
});

async function signedIn(context, base) {
  const strict = await StrictClient.register(context, base);
  await strict.signIn(`${base}/mcp`, key);
  return new ForgetfulClient(`${base}/mcp`, () => strict.tokens.access_token);
}

/** How many sessions were opened upstream meanwhile, and which were used. */
async function openedDuring({ door }, act) {
  const mark = door.visits.length;
  await act();
  const visits = door.visits.slice(mark);
  return {
    opened: visits.filter((visit) => rpcMethod(visit) === 'initialize').length,
    sessions: new Set(visits.map(({ headers }) => headers['mcp-session-id']).filter(Boolean)),
  };
}
