import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertAccepted } from './bearer.mjs';
import { assertCallWorks, startEverythingBehind } from './everything.mjs';
import { showLogOfFailures, startGateway } from './gateway.mjs';
import { sdks } from './sdks.mjs';
import { assertStillSignedIn, signIn } from './sign-in.mjs';
import { stores } from './stores.mjs';
import { StrictClient } from './strict-client.mjs';

const key = 'jean_sk_test_1';

for (const { name, open } of stores) {
  describe(`clients of a gateway that keeps its state in ${name}`, { timeout: 120_000 }, () => {
    const started = [];
    let gateway;
    let url;

    before(async () => {
      const upstream = await startEverythingBehind([key]);
      started.push(() => upstream.stop());
      const store = await open();
      started.push(() => store.close());
      gateway = await startGateway({ MCP_UPSTREAM_URL: upstream.url, ...store.settings });
      started.push(() => gateway.stop());
      url = `${gateway.base}/mcp`;
    });

    after(async () => {
      for (const stop of started.reverse()) await stop();
    });

    showLogOfFailures(() => gateway);

    test('stay signed in when it is stopped and started again', async (context) => {
      const connected = [];
      for (const sdk of sdks) connected.push(await connect(context, sdk));
      await gateway.stop();
      await gateway.start();
      for (const { installation, client } of connected) {
        await assertStillSignedIn(installation, () => assertCallWorks(client));
        await assertStillSignedIn(installation, () => installation.connect());
        await assertRefreshes(installation, client);
        assertSignedInOnce(installation);
      }
    });

    for (const sdk of sdks) {
      test(`stay signed in when it is killed as soon as ${sdk.name} has refreshed`, async (context) => {
        const { installation, client } = await connect(context, sdk);
        const other = await StrictClient.register(context, gateway.base);
        await other.signIn(url, key);

        installation.spoilAccessToken();
        const killed = killAtNextTokens(installation);
        const cutOff = other.askToRefresh().catch(() => {});
        await Promise.all([assertCallWorks(client).catch(() => {}), cutOff, killed]);
        await gateway.start();

        await assertStillSignedIn(installation, () => assertCallWorks(client));
        await assertRefreshes(installation, client);
        assertSignedInOnce(installation);
        // Whether it got its answer or not: the client that asks once more is answered.
        await other.refresh();
        await assertAccepted(url, other.tokens.access_token);
      });
    }

    async function connect(context, sdk) {
      const installation = await signIn(context, url, key, { sdk });
      const client = await installation.connect();
      await assertCallWorks(client);
      return { installation, client };
    }

    /** The process has ended when the promise is kept; its end begins before the client uses the tokens. */
    function killAtNextTokens({ provider }) {
      const save = provider.saveTokens;
      return new Promise((resolve) => {
        provider.saveTokens = (tokens) => {
          resolve(gateway.kill());
          provider.saveTokens = save;
          provider.saveTokens(tokens);
        };
      });
    }
  });
}

async function assertRefreshes(installation, client) {
  const before = installation.spoilAccessToken();
  const mark = installation.requests.length;
  await assertCallWorks(client);
  // The stream that was cut may be opened again just now, and refresh as well.
  assert.ok(installation.tokenRequestsSince(mark) >= 1, 'the client refreshes');
  assert.notEqual(installation.provider.current.refresh_token, before.refresh_token, 'refresh tokens rotate');
  await assertCallWorks(client);
  assert.equal(installation.provider.authorizationUrl, undefined, 'nobody had to sign in again');
}

function assertSignedInOnce({ requests }) {
  assert.equal(requests.filter((request) => request.startsWith('POST /oauth/register')).length, 1);
}
