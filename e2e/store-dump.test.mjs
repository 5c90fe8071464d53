import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { assertAccepted } from './bearer.mjs';
import { key, startDemo } from './demo.mjs';
import { Person } from './person.mjs';
import { consent, urlOf } from './sign-in.mjs';
import { stores } from './stores.mjs';
import { StrictClient } from './strict-client.mjs';
import { writings } from './writings.mjs';

describe('whoever copies the store', { timeout: 120_000 }, () => {
  for (const { name, open } of stores) {
    test(`finds no key, no token, no code and no secret of a client in ${name}`, async (context) => {
      const store = await open();
      context.after(() => store.close());
      const world = await startDemo(store.settings);
      context.after(() => world.gateway.stop());
      const { secrets, client } = await runFlow(context, world);
      secrets['the secret of the gateway'] = store.settings.KEYSTILE_SECRET ?? [];
      await world.gateway.stop();
      await store.stop();

      const files = await readFiles(store.folder);
      assert.ok(files.some(({ bytes }) => bytes.includes(client.client_id)), 'the files can be searched');
      assert.ok(files.some(({ bytes }) => bytes.includes(client.client_name)), 'the files can be searched');
      for (const [what, values] of Object.entries(secrets)) {
        for (const value of [values].flat()) assertAbsent(what, value, files);
      }
    });
  }
});

/** Everything that a client and a person can do with secrets, and all of those. */
async function runFlow(context, world) {
  const url = urlOf(world, 'shared');
  const client = await StrictClient.register(context, world.base, 'client_secret_post');
  const person = new Person();
  const redirect = await consent(person, await client.requestAuthorization(url), key);
  const answer = await client.takeAnswer(person, redirect);
  await client.redeem(answer);
  const first = client.tokens;
  await assertAccepted(url, first.access_token);
  await client.refresh();
  await assertAccepted(url, client.tokens.access_token);

  // A code that nobody redeems.
  const waiting = await consent(person, await client.requestAuthorization(url), key);
  const unredeemed = await client.takeAnswer(person, waiting);
  return {
    client: client.client,
    secrets: {
      'the API key': key,
      'an access token': [first.access_token, client.tokens.access_token],
      'a refresh token': [first.refresh_token, client.tokens.refresh_token],
      'a code': [answer.get('code'), unredeemed.get('code')],
      'the secret of a client': client.client.client_secret,
      'a registration access token': client.client.registration_access_token,
    },
  };
}

async function readFiles(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(paths.map(async (path) => ({ path, bytes: await readFile(path) })));
}

function assertAbsent(what, value, files) {
  assert.ok(value.length >= 10, `${what} is known`);
  for (const { path, bytes } of files) {
    for (const { form, written } of writings(value)) {
      assert.ok(!bytes.includes(written), `${what} is in ${path} as ${form}`);
    }
  }
}
