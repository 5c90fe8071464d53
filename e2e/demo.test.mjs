import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { call, key, nextWord, startDemo } from './demo.mjs';
import { testGateway } from './gateway-suite.mjs';
import { Person } from './person.mjs';
import { installationAt, signIn, urlOf } from './sign-in.mjs';

describe('with the embedded demo server', { timeout: 240_000 }, () => {
  let world;

  before(async () => (world = await startDemo()));
  after(() => world?.gateway.stop());

  testGateway(() => world);

  test('one person does not see what another remembers', async (context) => {
    const one = await (await signIn(context, urlOf(world, 'personal'), key)).connect();
    const two = await (await signIn(context, `${world.base}/mcp/oauth/demo-2`, 'jean_sk_demo_2')).connect();
    const word = nextWord();
    await call(one, 'remember', `the word is ${word}`);
    assert.match(await call(one, 'list_memories'), new RegExp(word));
    assert.doesNotMatch(await call(two, 'list_memories'), new RegExp(word));
  });

  test('the key of one user is refused at the URL of another', async (context) => {
    const installation = await installationAt(context, `${world.base}/mcp/oauth/demo-2`);
    const person = new Person();
    const keyPage = await person.open(await installation.requestAuthorization());
    const refused = await person.press(keyPage, 'continue', { api_key: key });
    assert.equal(refused.status, 401, refused.text);
    assert.equal(refused.offers('api_key').length, 1);
  });
});
