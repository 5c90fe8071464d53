import { initialize, legacy, LEGACY, metaOf, MODERN, modern, notification } from './raw-mcp.mjs';

const version = (value) => ({ 'mcp-protocol-version': value });
const call = { name: 'test_simple_text', arguments: {} };

/** Requests by whose answers clients find out which era a server speaks, and others that servers refuse. */
export const probes = {
  'server/discover': modern('server/discover'),
  'server/discover without headers': { ...modern('server/discover'), headers: {} },
  'server/discover without _meta': modern('server/discover', { _meta: undefined }),
  'server/discover without a version in _meta': modern('server/discover', { _meta: {} }),
  'server/discover of an unknown revision': modern('server/discover', { _meta: metaOf('2099-01-01') }, version('2099-01-01')),
  'a header of another revision than the body': modern('tools/list', {}, version(LEGACY)),
  'a body of another revision than the header': modern('tools/list', { _meta: metaOf('2025-11-25') }),
  'no version header': modern('tools/list', {}, version(undefined)),
  'two version headers': modern('tools/list', {}, version(`${MODERN}, ${MODERN}`)),
  'another method in the header': modern('tools/list', {}, { 'mcp-method': 'prompts/list' }),
  'no method in the header': modern('tools/list', {}, { 'mcp-method': undefined }),
  'another name in the header': modern('tools/call', call, { 'mcp-name': 'test_image_content' }),
  'a custom header that differs': modern(
    'tools/call',
    { name: 'test_custom_header', arguments: { region: 'north' } },
    { 'mcp-param-region': 'south' },
  ),
  'an unknown method': modern('no/such'),
  'a capability that is missing': modern('tools/call', { name: 'test_missing_capability', arguments: {} }),
  'a tool that asks the person': modern('tools/call', {
    name: 'test_streaming_elicitation',
    arguments: {},
    _meta: { ...metaOf(MODERN, { elicitation: {} }), progressToken: 'p' },
  }),
  'an unknown resource': modern('resources/read', { uri: 'test://nothing' }),
  'initialize of 2025-11-25': initialize(),
  'initialize of 2025-03-26': initialize('2025-03-26'),
  'initialize of 2024-11-05': initialize('2024-11-05'),
  'initialize of an unknown revision': initialize('2099-01-01'),
  'initialize with _meta of 2026-07-28': modern('initialize', { protocolVersion: MODERN }),
  'ping with _meta of 2026-07-28': modern('ping'),
  'no JSON': { body: '{"jsonrpc":' },
  'no JSON-RPC': { body: '{"hello":"there"}' },
  'a body of another type': { ...modern('tools/list'), headers: { ...modern('tools/list').headers, 'content-type': 'text/plain' } },
  'a notification of 2026-07-28': {
    ...notification('notifications/cancelled', { requestId: 99, _meta: metaOf(MODERN) }),
    headers: { ...version(MODERN), 'mcp-method': 'notifications/cancelled' },
  },
};

/** Requests that belong to a session, where there are any; the last one ends it. */
export const probesInSession = {
  ping: legacy('ping'),
  'an unknown method of a session': legacy('no/such'),
  'a tool that is not there': legacy('tools/call', { name: 'no_such_tool' }),
  'a resource that is not there': legacy('resources/read', { uri: 'test://nothing' }),
  'params of a wrong form': legacy('tools/call', { name: 7 }),
  'an unknown version in the header': { ...legacy('ping'), headers: version('2099-01-01') },
  'a version of before the headers': { ...legacy('ping'), headers: version(undefined) },
  'a notification of a session': notification('notifications/roots/list_changed'),
  'an answer that nobody waits for': { body: JSON.stringify({ jsonrpc: '2.0', id: 77, result: {} }) },
  'two requests in one': { body: JSON.stringify([2, 3].map((id) => ({ jsonrpc: '2.0', id, method: 'ping' }))) },
  'a second initialize': initialize(),
  'the end of the session': { method: 'DELETE' },
};

/** What a server without sessions refuses. */
export const probesOfStreams = {
  'a stream to keep open': { method: 'GET', headers: { accept: 'text/event-stream' } },
};
