import assert from 'node:assert/strict';
import { McpInstallation } from './mcp-installation.mjs';
import { Person } from './person.mjs';

/** Signs a new MCP client in at `url` through the pages, with `key`; for `how` see `installationAt`. */
export async function signIn(context, url, key, how) {
  const installation = await installationAt(context, url, how);
  const person = new Person();
  const redirect = await consent(person, await installation.requestAuthorization(), key);
  await installation.redeem(await returnToClient(person, redirect, installation));
  return installation;
}

/** A new MCP client of `sdk`; `prepare` gets it before its first request. */
export async function installationAt(context, url, { sdk, prepare } = {}) {
  const installation = await McpInstallation.at(url, sdk);
  context.after(() => installation.close());
  prepare?.(installation);
  return installation;
}

/** Types the key, allows what is in `choice` by names of fields, and answers the redirect to the client. */
export async function consent(person, authorizationUrl, key, choice) {
  const keyPage = await person.open(authorizationUrl);
  assertKeyPage(keyPage, 200);
  const review = await person.press(keyPage, 'continue', { api_key: key });
  assertReviewPage(review);
  return person.press(review, 'allow', choice);
}

export function assertKeyPage(page, status) {
  assert.equal(page.status, status, page.text);
  assert.equal(page.offers('api_key').length, 1, 'the page asks for the key');
  // Chromium applies form-action to the redirect that follows the post.
  assert.doesNotMatch(page.headers.get('content-security-policy') ?? '', /form-action/);
}

export function assertReviewPage(page) {
  assert.equal(page.status, 200, page.text);
  assert.deepEqual(page.offers('api_key'), [], 'the key is not shown or asked for again');
  assert.doesNotMatch(page.headers.get('content-security-policy') ?? '', /form-action/);
}

/** Follows the redirect to the client's callback and answers the authorization response as an object. */
export async function returnToClient(person, page, installation) {
  assert.equal(page.status, 303, page.text);
  const { origin, pathname } = page.location;
  assert.equal(origin + pathname, installation.provider.redirectUrl);
  await person.open(page.location);
  return Object.fromEntries(installation.takeAnswer());
}

/** `call` works with the tokens at hand: no refresh, no person. */
export async function assertStillSignedIn(installation, call) {
  assert.equal(installation.provider.authorizationUrl, undefined, 'nobody had to sign in again');
  const mark = installation.requests.length;
  await call();
  assert.equal(installation.tokenRequestsSince(mark), 0);
}

export function urlOf({ base, user }, kind) {
  return kind === 'shared' ? `${base}/mcp` : `${base}/mcp/oauth/${user}`;
}
