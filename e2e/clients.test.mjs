import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { serveClientDocuments } from './client-documents.mjs';
import { key, startDemo } from './demo.mjs';
import { showLogOfFailures } from './gateway.mjs';
import { CLIENT_NAME } from './mcp-installation.mjs';
import { Person } from './person.mjs';
import { registrations } from './registrations.mjs';
import { sdks } from './sdks.mjs';
import { assertStillSignedIn, consent, installationAt, returnToClient, signIn, urlOf } from './sign-in.mjs';

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const [, , withKey] = registrations;

describe('both versions of the SDK, by every way of registration', { timeout: 120_000 }, () => {
  const started = [];
  let documents;
  let world;

  before(async () => {
    documents = await serveClientDocuments();
    started.push(() => documents.close());
    world = await startDemo(documents.jvm);
    started.push(() => world.gateway.stop());
  });

  after(async () => {
    for (const stop of started.reverse()) await stop();
  });

  showLogOfFailures(() => world.gateway);

  /** Options of an installation. */
  const by = (registration, sdk) => ({
    sdk,
    prepare: (installation) => registration.prepare(installation, { documents, sdk }),
  });

  for (const sdk of sdks) {
    for (const registration of registrations) {
      test(`${sdk.name} by ${registration.name} signs in, calls a tool and refreshes`, async (context) => {
        const installation = await installationAt(context, urlOf(world, 'personal'), by(registration, sdk));
        const authorizationUrl = await installation.requestAuthorization();
        assertKnownBy(installation, authorizationUrl);
        const person = new Person();
        const page = await person.open(authorizationUrl);
        assert.ok(page.text.includes(CLIENT_NAME), 'the page says who asks');
        const redirect = await consent(person, authorizationUrl, key);
        await installation.redeem(await returnToClient(person, redirect, installation));

        const client = await installation.connect();
        const { tools } = await client.listTools();
        for (const tool of world.tools) assert.ok(tools.some(({ name }) => name === tool), `${tool} is listed`);
        await world.assertCallWorks(client);

        const before = installation.spoilAccessToken();
        const mark = installation.requests.length;
        await world.assertCallWorks(client);
        assert.equal(installation.tokenRequestsSince(mark), 1);
        assert.notEqual(installation.provider.current.refresh_token, before.refresh_token, 'refresh tokens rotate');
        await assertStillSignedIn(installation, () => world.assertCallWorks(client));
      });
    }

    test(`an assertion of ${sdk.name} is good for one request`, async (context) => {
      const installation = await signIn(context, urlOf(world, 'shared'), key, by(withKey, sdk));
      await (await installation.connect()).close();
      const before = installation.spoilAccessToken();
      await (await installation.connect()).close();
      const [form] = installation.tokenForms.slice(-1);
      assert.equal(form.get('refresh_token'), before.refresh_token);
      assert.equal(form.get('client_assertion_type'), assertionType);

      const again = await postToken(world.base, form);
      assert.equal(again.status, 401);
      assert.equal((await again.json()).error, 'invalid_client');

      // The token is not what was refused: within its grace it works with an assertion of its own.
      const { authorizationServerMetadata: metadata } = installation.provider.discovered;
      await installation.provider.addClientAuthentication(new Headers(), form, metadata.token_endpoint, metadata);
      assert.equal((await postToken(world.base, form)).status, 200);
    });
  }
});

/** The client has registered when it has no document, and otherwise goes by the URL of that. */
function assertKnownBy({ provider, requests }, authorizationUrl) {
  const clientId = authorizationUrl.searchParams.get('client_id');
  const registered = requests.filter((request) => request.startsWith('POST /oauth/register')).length;
  assert.equal(clientId, provider.client.client_id);
  if (provider.clientMetadataUrl) assert.equal(clientId, provider.clientMetadataUrl);
  assert.equal(registered, provider.clientMetadataUrl ? 0 : 1);
}

function postToken(base, form) {
  return fetch(`${base}/oauth/token`, { method: 'POST', body: form, signal: AbortSignal.timeout(30_000) });
}
