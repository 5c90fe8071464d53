import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { assertAccepted, assertRefused } from './bearer.mjs';
import { key, startDemo } from './demo.mjs';
import { showLogOfFailures } from './gateway.mjs';
import { sdks } from './sdks.mjs';
import { assertStillSignedIn, signIn, urlOf } from './sign-in.mjs';

const config = fileURLToPath(new URL('short-lived.yaml', import.meta.url));
const LIFETIME_S = 8;
// Replicas may differ by five seconds, so a token is refused that much after its end.
const REFUSED_AFTER_MS = (LIFETIME_S + 5) * 1_000;
const MARGIN_MS = 1_000;

describe('access tokens that have expired', { timeout: 120_000, concurrency: true }, () => {
  let world;

  before(async () => (world = await startDemo({}, ['--config', config])));
  after(() => world?.gateway.stop());

  showLogOfFailures(() => world.gateway);

  for (const sdk of sdks) {
    test(`eight parallel calls of ${sdk.name} with an expired token all succeed`, async (context) => {
      const url = urlOf(world, 'shared');
      const installation = await signIn(context, url, key, { sdk });
      const issued = performance.now();
      const { access_token: token, expires_in: lifetime } = installation.provider.current;
      assert.equal(lifetime, LIFETIME_S);
      const client = await installation.connect();
      await world.assertCallWorks(client);
      await assertAccepted(url, token);

      await sleep(issued + REFUSED_AFTER_MS + MARGIN_MS - performance.now());
      await assertRefused(url, token);
      const mark = installation.requests.length;
      installation.gatherTokenRequests(8);
      await Promise.all(Array.from({ length: 8 }, () => world.assertCallWorks(client)));
      assert.equal(installation.tokenRequestsSince(mark), 8);
      assert.notEqual(installation.provider.current.access_token, token);
      await assertStillSignedIn(installation, () => world.assertCallWorks(client));
    });
  }
});
