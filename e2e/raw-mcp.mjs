import assert from 'node:assert/strict';
import http from 'node:http';

export const LEGACY = '2025-11-25';
export const MODERN = '2026-07-28';
const META = 'io.modelcontextprotocol/';
const TIMEOUT_MS = 30_000;

const clientInfo = { name: 'keystile-e2e', version: '1.0.0' };

export const usual = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

export const metaOf = (version, capabilities = {}) => ({
  [`${META}protocolVersion`]: version,
  [`${META}clientInfo`]: clientInfo,
  [`${META}clientCapabilities`]: capabilities,
});

/** A message of the revisions with sessions, as a request without headers of its own. */
export const legacy = (method, params, id = 1) => ({ body: JSON.stringify({ jsonrpc: '2.0', id, method, params }) });

export const initialize = (protocolVersion = LEGACY) =>
  legacy('initialize', { protocolVersion, capabilities: {}, clientInfo });

export const notification = (method, params) => ({ body: JSON.stringify({ jsonrpc: '2.0', method, params }) });

/** A message of 2026-07-28 with the headers that belong to it. */
export const modern = (method, params = {}, headers = {}) => ({
  ...legacy(method, { _meta: metaOf(MODERN), ...params }),
  headers: {
    'mcp-protocol-version': MODERN,
    'mcp-method': method,
    ...((params.name ?? params.uri) && { 'mcp-name': params.name ?? params.uri }),
    ...headers,
  },
});

/** Sends one request on a way (see two-ways.mjs); a header that is undefined is left out. */
export function send(way, { method = 'POST', headers = {}, body }, signal = AbortSignal.timeout(TIMEOUT_MS)) {
  const all = { ...(method === 'POST' ? usual : { accept: usual.accept }), ...headers, ...way.headers };
  const given = Object.entries(all).filter(([, value]) => value !== undefined);
  return fetch(way.url, { method, headers: given, body, redirect: 'manual', signal });
}

/**
 * Sends one request and answers what a client can see of the answer. The id of a session is any text, and the comments
 * of an event stream are nothing: whoever is on the way may send them.
 */
export async function exchange(way, request) {
  const response = await send(way, request);
  const body = await response.text();
  const events = response.headers.get('content-type') === 'text/event-stream';
  return { status: response.status, headers: visible(response.headers), body: events ? withoutComments(body) : body };
}

/** An event stream without its comments. */
export const withoutComments = (stream) => stream.replaceAll(/(?<=^|\n\n)(:[^\n]*\n)+\n/g, '');

function visible(headers) {
  const seen = [...headers].filter(([name]) => /^(content-type|allow|retry-after|mcp-.*)$/.test(name));
  return Object.fromEntries(seen.map(([name, value]) => [name, name === 'mcp-session-id' ? 'an id' : value]));
}

/** Opens a session and answers the headers that belong to it, none where the server has no sessions. */
export async function openSession(way, version = LEGACY) {
  const response = await send(way, initialize(version));
  await response.text();
  const id = response.headers.get('mcp-session-id');
  if (!id) return {};
  const headers = { 'mcp-session-id': id, 'mcp-protocol-version': version };
  await (await send(way, { ...notification('notifications/initialized'), headers })).text();
  return headers;
}

/** The messages of an answer, be it JSON or an event stream. */
export function messagesIn(body) {
  if (body.startsWith('{') || body.startsWith('[')) return [JSON.parse(body)].flat();
  const data = [...body.matchAll(/^data: (.+)$/gm)].map(([, json]) => json);
  return data.map((json) => JSON.parse(json));
}

/** The first event that has data; reads the stream no further than that. */
export async function eventIn(body) {
  let text = '';
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const event = text.split('\n\n').slice(0, -1).find((block) => /^data: ./m.test(block));
    if (event) return event;
  }
  return assert.fail(`the stream ended: ${text}`);
}

/** Sends a request with exactly these header lines, also those that fetch would not send. */
export function sendLines(url, headers, body) {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method: 'POST', headers, timeout: TIMEOUT_MS }, async (response) => {
      let text = '';
      for await (const chunk of response.setEncoding('utf8')) text += chunk;
      resolve({ status: response.statusCode, headers: response.headers, body: text });
    });
    request.on('error', reject);
    request.on('timeout', () => request.destroy(new Error('no answer')));
    request.end(body);
  });
}
