import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { askingApp, authorizationUrl, challengeOf } from './asking-app.mjs';
import { Person } from './person.mjs';
import { consent } from './sign-in.mjs';

/**
 * Connects an app to `resource` as somebody with `key` does who allows what is in `choice`, by names of fields. The app
 * is `asked` as `askingApp` takes it, or known by its document when it has a `clientId`.
 */
export async function connectApp(gateway, { clientId, redirectUri, resource, key, choice, ...asked }) {
  const verifier = randomBytes(32).toString('hex');
  const parameters = { resource, code_challenge: challengeOf(verifier) };
  const url = clientId
    ? authorizationUrl(gateway, { client_id: clientId, redirect_uri: redirectUri, ...parameters })
    : await askingApp(gateway, { ...asked, redirectUri, parameters });
  const { location } = await consent(new Person(), url, key, choice);
  const form = new URLSearchParams({
    grant_type: 'authorization_code',
    code: location.searchParams.get('code'),
    code_verifier: verifier,
    client_id: url.searchParams.get('client_id'),
    redirect_uri: redirectUri,
    resource,
  });
  const answer = await fetch(`${gateway.base}/oauth/token`, { method: 'POST', body: form });
  const tokens = await answer.json();
  assert.equal(answer.status, 200, JSON.stringify(tokens));
  return new ConnectedApp(resource, tokens.access_token);
}

class ConnectedApp {
  #resource;
  #token;

  constructor(resource, token) {
    this.#resource = resource;
    this.#token = token;
  }

  /** The status of a call. */
  async call() {
    return (await this.#ask('tools/list')).status;
  }

  /** The status of a call of a tool. */
  async callTool(name) {
    return (await this.#ask('tools/call', { name, arguments: {} })).status;
  }

  /** The names of the tools it may use. */
  async tools() {
    const { status, text } = await this.#ask('tools/list');
    assert.equal(status, 200, text);
    return JSON.parse(text).result.tools.map(({ name }) => name);
  }

  async #ask(method, params) {
    const headers = {
      authorization: `Bearer ${this.#token}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    };
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
    const answer = await fetch(this.#resource, { method: 'POST', headers, body });
    return { status: answer.status, text: await answer.text() };
  }
}
