import assert from 'node:assert/strict';

/** An MCP request with `token`, without any SDK. */
export function initialize(url, token) {
  return fetch(url, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: {
        protocolVersion: '2025-11-25',
        capabilities: {},
        clientInfo: { name: 'keystile-e2e', version: '1.0.0' },
      },
    }),
    signal: AbortSignal.timeout(30_000),
  });
}

export async function assertAccepted(url, token) {
  assert.equal((await initialize(url, token)).status, 200);
}

export async function assertRefused(url, token) {
  const response = await initialize(url, token);
  assert.equal(response.status, 401);
  const challenge = response.headers.get('www-authenticate');
  const { origin, pathname } = new URL(url);
  const metadata = `${origin}/.well-known/oauth-protected-resource${pathname}`;
  assert.match(challenge, /^Bearer /);
  assert.ok(challenge.includes('error="invalid_token"'), challenge);
  assert.ok(challenge.includes(`resource_metadata="${metadata}"`), challenge);
}
