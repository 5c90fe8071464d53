import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { installationAt, signIn, testGateway, urlOf } from './gateway-suite.mjs';
import { startGateway } from './gateway.mjs';
import { Person } from './person.mjs';

const key = 'jean_sk_demo_1';

describe('with the embedded demo server', { timeout: 240_000 }, () => {
  let world;

  before(async () => {
    const gateway = await startGateway();
    world = {
      gateway,
      base: gateway.base,
      key,
      wrongKey: 'jean_sk_demo_wrong',
      user: 'demo-1',
      otherUser: 'demo-2',
      tools: ['remember', 'search_memory', 'list_memories'],
      assertCallWorks,
    };
  });

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

let words = 0;

function nextWord() {
  return `quince${++words}x`;
}

async function assertCallWorks(client) {
  const word = nextWord();
  await call(client, 'remember', `the word is ${word}`);
  assert.match(await call(client, 'search_memory', word), new RegExp(word));
}

/** Calls a tool with `text` for every argument that its schema requires, and answers the text of the result. */
async function call(client, name, text) {
  const { tools } = await client.listTools();
  const { required = [] } = tools.find((tool) => tool.name === name).inputSchema;
  const values = Object.fromEntries(required.map((argument) => [argument, text]));
  const result = await client.callTool({ name, arguments: values });
  assert.ok(!result.isError, JSON.stringify(result.content));
  return result.content.map((part) => part.text).join('\n');
}
