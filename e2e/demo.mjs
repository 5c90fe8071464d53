import assert from 'node:assert/strict';
import { startGateway } from './gateway.mjs';

export const key = 'jean_sk_demo_1';

/** Starts a gateway before its embedded demo server and answers what the tests need to know of both. */
export async function startDemo(settings, args) {
  const gateway = await startGateway(settings, args);
  return {
    gateway,
    base: gateway.base,
    key,
    wrongKey: 'jean_sk_demo_wrong',
    user: 'demo-1',
    otherUser: 'demo-2',
    tools: ['remember', 'search_memory', 'list_memories'],
    assertCallWorks,
    stop: () => gateway.stop(),
  };
}

let words = 0;

export function nextWord() {
  return `quince${++words}x`;
}

export async function assertCallWorks(client) {
  const word = nextWord();
  await call(client, 'remember', `the word is ${word}`);
  assert.match(await call(client, 'search_memory', word), new RegExp(word));
}

/** Calls a tool with `text` for every argument that its schema requires, and answers the text of the result. */
export async function call(client, name, text) {
  const { tools } = await client.listTools();
  const { required = [] } = tools.find((tool) => tool.name === name).inputSchema;
  const values = Object.fromEntries(required.map((argument) => [argument, text]));
  const result = await client.callTool({ name, arguments: values });
  assert.ok(!result.isError, JSON.stringify(result.content));
  return result.content.map((part) => part.text).join('\n');
}
