import assert from 'node:assert/strict';
import * as oauth from 'oauth4webapi';
import { startCallbackServer } from './callback-server.mjs';
import { Person } from './person.mjs';
import { consent } from './sign-in.mjs';

/** Plain http, which is allowed on loopback. */
const options = { [oauth.allowInsecureRequests]: true };

/** How a client authenticates, by `token_endpoint_auth_method`; each gets its registration and its private key. */
const authentications = {
  none: () => oauth.None(),
  client_secret_post: ({ client_secret: secret }) => oauth.ClientSecretPost(secret),
  client_secret_basic: ({ client_secret: secret }) => oauth.ClientSecretBasic(secret),
  private_key_jwt: (_, key) => oauth.PrivateKeyJwt(key),
};

export const methods = Object.keys(authentications);

/** A dynamically registered client that checks each answer against its RFC. */
export class StrictClient {
  #server;
  #callback;
  #authentication;
  #request;
  /** The answer to the registration. */
  client;
  tokens;

  /** Discovers the server at `base` and registers there. */
  static async register(context, base, method = 'none') {
    const issuer = new URL(base);
    const found = await oauth.discoveryRequest(issuer, { ...options, algorithm: 'oauth2' });
    const server = await oauth.processDiscoveryResponse(issuer, found);
    const callback = await startCallbackServer();
    context.after(() => callback.close());
    const { publicKey, privateKey } = await oauth.generateKeyPair('ES256');
    const jwks = { keys: [await crypto.subtle.exportKey('jwk', publicKey)] };
    const metadata = {
      client_name: 'A strict client',
      redirect_uris: [callback.url],
      token_endpoint_auth_method: method,
      ...(method === 'private_key_jwt' && { jwks }),
    };
    const answer = await oauth.dynamicClientRegistrationRequest(server, metadata, options);
    const client = await oauth.processDynamicClientRegistrationResponse(answer);
    return new StrictClient({ server, callback, client, authentication: authentications[method](client, privateKey) });
  }

  constructor({ server, callback, client, authentication }) {
    this.#server = server;
    this.#callback = callback;
    this.#authentication = authentication;
    this.client = client;
  }

  async signIn(resource, key) {
    const person = new Person();
    const redirect = await consent(person, await this.requestAuthorization(resource), key);
    await this.redeem(await this.takeAnswer(person, redirect));
  }

  /** Answers the URL that a person has to open. */
  async requestAuthorization(resource) {
    const state = oauth.generateRandomState();
    const verifier = oauth.generateRandomCodeVerifier();
    this.#request = { state, verifier };
    const url = new URL(this.#server.authorization_endpoint);
    url.search = new URLSearchParams({
      response_type: 'code',
      client_id: this.client.client_id,
      redirect_uri: this.#callback.url,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      resource,
    });
    return url;
  }

  /** Follows the redirect to the client's callback and answers the authorization response. */
  async takeAnswer(person, redirect) {
    await person.open(redirect.location);
    return oauth.validateAuthResponse(this.#server, this.client, this.#callback.takeAnswer(), this.#request.state);
  }

  async redeem(answer) {
    const response = await this.askToRedeem(answer);
    this.tokens = await oauth.processAuthorizationCodeResponse(this.#server, this.client, response);
  }

  /** The HTTP response to a token request with the code of an authorization response. */
  askToRedeem(answer) {
    const { verifier } = this.#request;
    return oauth.authorizationCodeGrantRequest(...this.#parties, answer, this.#callback.url, verifier, options);
  }

  async refresh() {
    const response = await this.askToRefresh();
    this.tokens = await oauth.processRefreshTokenResponse(this.#server, this.client, response);
  }

  async assertRefreshRefused(status, error) {
    const response = await this.askToRefresh();
    assert.equal(response.status, status);
    assert.equal((await response.json()).error, error);
  }

  async revoke(token) {
    const response = await oauth.revocationRequest(...this.#parties, token, options);
    await oauth.processRevocationResponse(response);
  }

  /** The HTTP response to a token request with the refresh token. */
  askToRefresh() {
    return oauth.refreshTokenGrantRequest(...this.#parties, this.tokens.refresh_token, options);
  }

  get #parties() {
    return [this.#server, this.client, this.#authentication];
  }
}
