import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { startCallbackServer } from './callback-server.mjs';
import { sdkV1 } from './sdks.mjs';

export const CLIENT_NAME = 'Keystile end-to-end test';

const MEETING_MS = 15_000;

/** The OAuthClientProvider of the SDKs, in memory. */
class MemoryProvider {
  issued = [];

  constructor(redirectUrl) {
    this.redirectUrl = redirectUrl;
    this.clientMetadata = {
      client_name: CLIENT_NAME,
      redirect_uris: [redirectUrl],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
    };
  }

  state = () => (this.sentState = randomUUID());
  clientInformation = () => this.client;
  saveClientInformation = (client) => (this.client = client);
  codeVerifier = () => this.verifier;
  saveCodeVerifier = (verifier) => (this.verifier = verifier);
  redirectToAuthorization = (url) => (this.authorizationUrl = url);
  saveDiscoveryState = (state) => (this.discovered = state);
  discoveryState = () => this.discovered;
  tokens = () => this.current;

  saveTokens(tokens) {
    this.current = tokens;
    this.issued.push(tokens);
  }

  invalidateCredentials(scope) {
    if (scope === 'all' || scope === 'tokens') this.current = undefined;
    if (scope === 'all' || scope === 'client') this.client = undefined;
  }
}

/** One MCP client on one machine: its registration, its tokens and its connections to one MCP URL. */
export class McpInstallation {
  #sdk;
  #callback;
  #transport;
  #clients = [];
  #beforeTokenRequest = async () => {};
  /** One line for each HTTP request: method, path, status. */
  requests = [];
  /** The form that each token request sent. */
  tokenForms = [];

  static async at(url, sdk = sdkV1) {
    const callback = await startCallbackServer();
    return new McpInstallation(url, sdk, callback);
  }

  constructor(url, sdk, callback) {
    this.url = new URL(url);
    this.#sdk = sdk;
    this.#callback = callback;
    this.provider = new MemoryProvider(callback.url);
  }

  /** Tries to connect without a token and answers the URL that a person has to open. */
  async requestAuthorization() {
    await assert.rejects(this.connect(), this.#sdk.UnauthorizedError);
    assert.ok(this.provider.authorizationUrl, 'the client asks a person to sign in');
    return this.provider.authorizationUrl;
  }

  /** The authorization response, checked for its `state` and `iss`. */
  takeAnswer() {
    const answer = this.#callback.takeAnswer();
    assert.equal(answer.get('state'), this.provider.sentState);
    assert.equal(answer.get('iss'), this.provider.discovered.authorizationServerMetadata.issuer);
    return answer;
  }

  async redeem({ code, iss }) {
    await this.#transport.finishAuth(code, iss);
    this.provider.authorizationUrl = undefined;
  }

  /** Opens a connection; `headers` are sent with every request of it. */
  async connect(headers = {}) {
    const client = new this.#sdk.Client({ name: 'keystile-e2e', version: '1.0.0' }, this.#sdk.clientOptions);
    this.#transport = new this.#sdk.StreamableHTTPClientTransport(this.url, {
      authProvider: this.provider,
      requestInit: { headers },
      fetch: (url, init) => this.#fetch(url, init),
    });
    this.#clients.push(client);
    await client.connect(this.#transport, { timeout: 30_000 });
    return client;
  }

  /** Replaces the access token by one that was never issued and answers the tokens as they were. */
  spoilAccessToken() {
    const before = this.provider.current;
    this.provider.current = { ...before, access_token: `jean_oauth_${'A'.repeat(92)}` };
    return before;
  }

  /** Makes the next `count` token requests wait for each other, so that they go out together. */
  gatherTokenRequests(count) {
    this.#beforeTokenRequest = meetingOf(count);
  }

  /** How often tokens were asked for since the mark, a length of `requests`. */
  tokenRequestsSince(mark) {
    return this.requests.slice(mark).filter((request) => request.startsWith('POST /oauth/token')).length;
  }

  /** Closes the connections whose sessions nobody can end any more. */
  async leave() {
    await Promise.all(this.#clients.splice(0).map((client) => client.close()));
  }

  /** Ends each session as a polite client does, and closes the connections. */
  async close() {
    try {
      await Promise.all(this.#clients.map((client) => client.transport?.terminateSession()));
    } finally {
      await Promise.all(this.#clients.map((client) => client.close()));
      await this.#callback.close();
    }
  }

  async #fetch(url, init) {
    const { pathname } = new URL(url);
    if (pathname === '/oauth/token') {
      this.tokenForms.push(new URLSearchParams(init.body));
      await this.#beforeTokenRequest();
    }
    const response = await fetch(url, init);
    this.requests.push(`${init?.method ?? 'GET'} ${pathname} ${response.status}`);
    return response;
  }
}

/** A function whose promises are kept when it has been called `count` times. */
function meetingOf(count) {
  const { promise, resolve, reject } = Promise.withResolvers();
  promise.catch(() => {});
  const timer = setTimeout(() => reject(new Error(`${count} more did not come`)), MEETING_MS);
  return () => {
    if (--count === 0) {
      clearTimeout(timer);
      resolve();
    }
    return promise;
  };
}
