import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  PromptListChangedNotificationSchema,
  ToolListChangedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { rpcMethod } from './api-key-door.mjs';
import { callWithProgress, connectTo } from './era-clients.mjs';
import { showLogOfFailures } from './gateway.mjs';
import { eventIn, exchange, legacy, messagesIn, modern, notification, openSession, send } from './raw-mcp.mjs';
import { sdkV1, sdkV2 } from './sdks.mjs';
import { startTwoWays } from './two-ways.mjs';
import { inTime, PATIENCE_MS, until } from './waiting.mjs';

const LARGE = 10_000_000;

describe('streams and sessions', { timeout: 240_000 }, () => {
  let world;

  before(async () => (world = await startTwoWays('both')));
  after(() => world?.stop());

  showLogOfFailures(() => world.gateway);

  // Each test also runs without the gateway, which shows that it is right about the server.
  for (const way of ['direct', 'through']) describe(way, () => testsOf(() => ({ ...world, way: world.ways[way] })));
});

function testsOf(world) {
  test('GW-L-09: a batch of 2025-03-26 is answered with both answers', async () => {
    const { way } = world();
    const session = await openSession(way, '2025-03-26');
    const body = JSON.stringify([2, 3].map((id) => ({ jsonrpc: '2.0', id, method: 'ping' })));
    const answer = await exchange(way, { body, headers: session });
    assert.equal(answer.status, 200);
    const answers = messagesIn(answer.body).filter(({ result }) => result);
    assert.deepEqual(answers.map(({ id }) => id).sort(), [2, 3]);
  });

  test('GW-09, GW-M-10: a notification is accepted with 202 and nothing else', async () => {
    const { way } = world();
    const headers = await openSession(way);
    const answer = await exchange(way, { ...notification('notifications/roots/list_changed'), headers });
    assert.equal(answer.status, 202);
    assert.equal(answer.body, '');
  });

  test('GW-L-02, GW-L-03: a session that was ended is 404, so that the client opens another one', async () => {
    const { way } = world();
    const headers = await openSession(way);
    assert.ok(headers['mcp-session-id'], 'the server opens sessions');
    assert.equal((await exchange(way, { ...legacy('ping'), headers })).status, 200);
    assert.equal((await exchange(way, { method: 'DELETE', headers })).status, 200);
    assert.equal((await exchange(way, { ...legacy('ping'), headers })).status, 404);
  });

  test('GW-L-08: the server asks on the stream of a call, and is answered by POST', async (context) => {
    const client = await answeringClient(context, world().way);
    const sampled = await client.callTool({ name: 'test_sampling', arguments: { prompt: 'a word, please' } });
    assert.equal(sampled.content[0].text, 'LLM response: you said: a word, please');
    const elicited = await client.callTool({ name: 'test_elicitation', arguments: { message: 'who are you?' } });
    assert.match(elicited.content[0].text, /"username":"somebody"/);
  });

  test('GW-L-08: the server asks on the stream that the client keeps open, and is answered by POST', async (context) => {
    const { way, fixture } = world();
    const mark = fixture.visits.length;
    const client = await answeringClient(context, way);
    await streamOpened(fixture, mark);
    const sampled = await client.callTool({ name: 'ask_on_open_stream', arguments: { prompt: 'another word' } });
    assert.equal(sampled.content[0].text, 'LLM response: you said: another word');
  });

  test('GW-L-06: a client takes up a stream again where it was cut', async (context) => {
    const { way, fixture } = world();
    const client = await connected(context, way, sdkV1);
    const mark = fixture.visits.length;
    const result = await client.callTool({ name: 'test_reconnection', arguments: {} });
    assert.equal(result.content[0].text, 'Reconnection test completed');
    const resumed = fixture.visits.slice(mark).filter(({ headers }) => headers['last-event-id']);
    assert.deepEqual(resumed.map(({ method }) => method), ['GET']);
  });

  test('GW-L-06: ids, retry times and empty events of a stream come as the server sent them', async () => {
    const { way } = world();
    const headers = await openSession(way);
    const call = legacy('tools/call', { name: 'test_reconnection', arguments: {} }, 'a');
    const cut = await exchange(way, { ...call, headers });
    const [, id] = /^id: (\d+)\nretry: 100\ndata: ?\n\n$/.exec(cut.body) ?? assert.fail(cut.body);
    const resumed = await firstEvent(way, {
      method: 'GET',
      headers: { ...headers, accept: 'text/event-stream', 'last-event-id': id },
    });
    assert.match(resumed, /^event: message\nid: \d+\ndata: .*Reconnection test completed.*$/);
  });

  test('GW-L-01, GW-07: what changes is told on the stream that the client keeps open', async (context) => {
    const { way, fixture } = world();
    const mark = fixture.visits.length;
    const client = await connected(context, way, sdkV1);
    await streamOpened(fixture, mark);
    for (const [schema, tool] of [
      [ToolListChangedNotificationSchema, 'test_trigger_tool_change'],
      [PromptListChangedNotificationSchema, 'test_trigger_prompt_change'],
    ]) {
      const told = new Promise((resolve) => client.setNotificationHandler(schema, resolve));
      await client.callTool({ name: tool, arguments: {} });
      await inTime(told, `the news of ${tool}`);
    }
  });

  test('GW-M-09: subscriptions/listen brings what changes until the client leaves', async (context) => {
    const { way, fixture } = world();
    const client = await connected(context, way, sdkV2);
    const mark = fixture.visits.length;
    const subscription = await client.listen({ toolsListChanged: true });
    assert.deepEqual(subscription.honoredFilter, { toolsListChanged: true });
    for (let i = 0; i < 2; i++) {
      const told = new Promise((resolve) => client.setNotificationHandler('notifications/tools/list_changed', resolve));
      await client.callTool({ name: 'test_trigger_tool_change', arguments: {} });
      await inTime(told, 'the news of the tools');
    }
    await subscription.close();
    await inTime(visitOf(fixture, mark, 'subscriptions/listen').gone, 'the end of the stream upstream');
  });

  test('GW-M-09: the first message of subscriptions/listen is the acknowledgement', async () => {
    const event = await firstEvent(world().way, modernListen());
    const message = JSON.parse(/^data: (.*)$/m.exec(event)[1]);
    assert.equal(message.method, 'notifications/subscriptions/acknowledged');
  });

  for (const sdk of [sdkV1, sdkV2]) {
    test(`GW-M-08: progress of a tool comes in order and before its result, ${sdk.name}`, async (context) => {
      const client = await connected(context, world().way, sdk);
      const steps = [];
      await callWithProgress(client, steps);
      assert.deepEqual(steps, [0, 50, 100]);
    });

    test(`GW-07: a result of ${LARGE} characters comes whole, ${sdk.name}`, async (context) => {
      const client = await connected(context, world().way, sdk);
      const result = await client.callTool({ name: 'large_text', arguments: { characters: LARGE } });
      assert.equal(result.content[0].text.length, LARGE);
    });
  }

  test('GW-07, GW-L-07: progress comes at once, and cancelling says so to a server of 2025-11-25', async (context) => {
    const { way, fixture } = world();
    const client = await connected(context, way, sdkV1);
    const mark = fixture.visits.length;
    await cancelAfterProgress(client);
    await until(() => visitOf(fixture, mark, 'notifications/cancelled'), 'the cancellation upstream');
  });

  test('GW-L-07: leaving is not made into a cancellation, but ends the call upstream', async () => {
    const { way, fixture } = world();
    const headers = await openSession(way);
    const mark = fixture.visits.length;
    await firstEvent(way, { ...waitingCall(legacy), headers });
    await inTime(visitOf(fixture, mark, 'tools/call').gone, 'the end of the call upstream');
    assert.deepEqual(fixture.visits.slice(mark).map(rpcMethod), ['tools/call']);
  });

  test('GW-07, GW-M-05: progress comes at once, and cancelling ends the call at a server of 2026-07-28', async (context) => {
    const { way, fixture } = world();
    const client = await connected(context, way, sdkV2);
    const mark = fixture.visits.length;
    await cancelAfterProgress(client);
    await inTime(visitOf(fixture, mark, 'tools/call').gone, 'the end of the call upstream');
  });
}

const waitingCall = (message) =>
  message('tools/call', { name: 'wait_until_cancelled', arguments: {}, _meta: { progressToken: 'p' } });

const modernListen = () => modern('subscriptions/listen', { notifications: { toolsListChanged: true } });

async function connected(context, way, sdk, options = sdk.clientOptions) {
  const client = await connectTo(way, sdk, options);
  context.after(() => client.close());
  return client;
}

/** A client that answers what the server asks. */
async function answeringClient(context, way) {
  const client = await connected(context, way, sdkV1, { capabilities: { sampling: {}, elicitation: {} } });
  client.setRequestHandler(CreateMessageRequestSchema, ({ params }) => ({
    role: 'assistant',
    model: 'none',
    content: { type: 'text', text: `you said: ${params.messages[0].content.text}` },
  }));
  client.setRequestHandler(ElicitRequestSchema, () => ({
    action: 'accept',
    content: { username: 'somebody', email: 'somebody@client.example' },
  }));
  return client;
}

async function cancelAfterProgress(client) {
  const cancelling = new AbortController();
  const steps = { push: () => cancelling.abort(new Error('enough')) };
  const call = callWithProgress(client, steps, { signal: cancelling.signal }, 'wait_until_cancelled');
  await assert.rejects(inTime(call, 'the end of the call'), /enough/);
}

/** Sends a request that is answered with a stream, and leaves after the first event that is no comment. */
async function firstEvent(way, request) {
  const leaving = new AbortController();
  const timer = setTimeout(() => leaving.abort(new Error('no event came')), PATIENCE_MS);
  try {
    const response = await send(way, request, leaving.signal);
    assert.equal(response.headers.get('content-type'), 'text/event-stream', `${response.status}`);
    return await eventIn(response.body);
  } finally {
    clearTimeout(timer);
    leaving.abort();
  }
}

const visitOf = (fixture, mark, method) => fixture.visits.slice(mark).find((visit) => rpcMethod(visit) === method);

/** Waits until the client's own stream has arrived upstream. */
const streamOpened = (fixture, mark) =>
  until(() => fixture.visits.slice(mark).some(({ method, answered }) => method === 'GET' && answered), 'the stream');
