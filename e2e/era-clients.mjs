import * as v2 from '@modelcontextprotocol/client';
import { sdkV1, sdkV2 } from './sdks.mjs';
import { exchange, initialize, legacy, messagesIn, modern, MODERN, openSession } from './raw-mcp.mjs';

const sdkV2Modern = { ...sdkV2, clientOptions: { versionNegotiation: { mode: { pin: MODERN } } } };

/**
 * Clients of all eras. Each takes a way (see two-ways.mjs), does what clients do, and answers what came of it; a client
 * that cannot speak with the server answers how it failed.
 */
export const eraClients = {
  'TypeScript SDK v1': (way) => outcomeOf(sdkV1, way),
  'TypeScript SDK v2 that tries both eras': (way) => outcomeOf(sdkV2, way),
  'TypeScript SDK v2 that speaks 2026-07-28 only': (way) => outcomeOf(sdkV2Modern, way),
  'fetch without an SDK': async (way) => ({ works: true, legacy: await rawLegacy(way), modern: await rawModern(way) }),
};

/** Connects with an SDK; `options` are the client's. */
export async function connectTo({ url, headers }, { Client, StreamableHTTPClientTransport }, options) {
  const client = new Client({ name: 'keystile-e2e', version: '1.0.0' }, options);
  const transport = new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } });
  await client.connect(transport, { timeout: 30_000 });
  return client;
}

async function outcomeOf(sdk, way) {
  let client;
  try {
    client = await connectTo(way, sdk, sdk.clientOptions);
    return { works: true, ...(await useOf(client)) };
  } catch (error) {
    return { works: false, name: error.name, code: error.code, message: error.message };
  } finally {
    await client?.close();
  }
}

async function useOf(client) {
  const progress = [];
  const call = (name, options) => client.callTool({ name, arguments: {} }, undefined, options);
  return {
    server: client.getServerVersion(),
    capabilities: client.getServerCapabilities(),
    tools: await client.listTools(),
    text: await call('test_simple_text'),
    error: await call('test_error_handling'),
    unknown: await call('no_such_tool').catch(({ code, message }) => ({ code, message })),
    steps: await callWithProgress(client, progress),
    progress,
    prompt: await client.getPrompt({ name: 'test_prompt_with_arguments', arguments: { arg1: 'a', arg2: 'b' } }),
    resource: await client.readResource({ uri: 'test://static-binary' }),
    completion: await client.complete({
      ref: { type: 'ref/prompt', name: 'test_prompt_with_arguments' },
      argument: { name: 'arg1', value: 'p' },
    }),
  };
}

/** The two SDKs take the options in different places. */
export function callWithProgress(client, progress, more = {}, name = 'test_tool_with_progress') {
  const options = { onprogress: ({ progress: step }) => progress.push(step), ...more };
  const request = { name, arguments: {} };
  return client instanceof v2.Client ? client.callTool(request, options) : client.callTool(request, undefined, options);
}

async function rawLegacy(way) {
  const answers = [await exchange(way, initialize())];
  const session = await openSession(way);
  for (const method of ['tools/list', 'ping']) answers.push(await exchange(way, { ...legacy(method), headers: session }));
  return answers.map(({ status, body }) => ({ status, messages: status < 300 ? messagesIn(body) : body }));
}

async function rawModern(way) {
  const requests = [modern('server/discover'), modern('tools/list'), modern('tools/call', { name: 'test_simple_text' })];
  const answers = [];
  for (const request of requests) answers.push(await exchange(way, request));
  return answers.map(({ status, body }) => ({ status, body }));
}
