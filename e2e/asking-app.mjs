import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import { json } from 'node:stream/consumers';

/**
 * Registers an app by name and redirect URI, and answers the URL with which it sends a person to sign in; `parameters`
 * are added to that, or left out where they are undefined.
 */
export async function askingApp(gateway, { name, redirectUri, parameters = {} }) {
  const metadata = { client_name: name, redirect_uris: [redirectUri], token_endpoint_auth_method: 'none' };
  const { client_id } = await register(gateway, metadata);
  return authorizationUrl(gateway, { client_id, redirect_uri: redirectUri, ...parameters });
}

/** At the gateway itself, by the name that its proxy passes on. */
async function register({ origin, base }, metadata) {
  const headers = { 'content-type': 'application/json', host: new URL(base).host };
  const request = http.request(`${origin}/oauth/register`, { method: 'POST', headers, agent: false, timeout: 30_000 });
  request.end(JSON.stringify(metadata));
  const [response] = await once(request, 'response');
  const client = await json(response);
  assert.equal(response.statusCode, 201, JSON.stringify(client));
  return client;
}

export function authorizationUrl({ base }, parameters) {
  const asked = {
    response_type: 'code',
    code_challenge: challengeOf(randomBytes(32).toString('hex')),
    code_challenge_method: 'S256',
    state: randomBytes(8).toString('hex'),
    resource: `${base}/mcp/oauth/demo-1`,
    ...parameters,
  };
  const url = new URL('/oauth/authorize', base);
  for (const [name, value] of Object.entries(asked)) if (value !== undefined) url.searchParams.set(name, value);
  return url;
}

/** What is sent of a code verifier at first (RFC 7636). */
export function challengeOf(verifier) {
  return createHash('sha256').update(verifier).digest('base64url');
}
