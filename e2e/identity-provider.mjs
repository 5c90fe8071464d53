import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import { Provider } from 'oidc-provider';

/**
 * Starts an OpenID provider on a free loopback port, with pages of its own on which any user name is let in: fields and
 * buttons have names that people see, `User name`, `Sign in`, `Allow` and `Cancel`. It keeps sessions as others do, so
 * whoever is signed in is asked again only where the client wants that, and asks once for consent.
 *
 * `client` is `{ id, secret, redirectUri }`; without a secret it is a public one. `settings` are added to the provider's
 * own. The answer has the `issuer`, `signIns`, a list of the user names that were typed, one for each time, and `close`.
 */
export async function startIdentityProvider(client, settings = {}) {
  const server = http.createServer().listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, { ...configuration(client), ...settings });
  const signIns = [];
  const answer = provider.callback();
  server.on('request', (request, response) => {
    if (!request.url.startsWith('/interaction/')) return answer(request, response);
    interact(provider, signIns, request, response).catch((error) => page(response, 400, 'Sorry', escape(error.message)));
  });
  return {
    issuer,
    signIns,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

function configuration({ id, secret, redirectUri }) {
  const method = secret ? 'client_secret_basic' : 'none';
  return {
    clients: [
      { client_id: id, client_secret: secret, redirect_uris: [redirectUri], token_endpoint_auth_method: method },
    ],
    jwks: { keys: [generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' })] },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'preferred_username'] },
    // As most providers do: what the scopes stand for is in the ID token too.
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    pkce: { required: () => true },
    ttl: { AccessToken: 300, AuthorizationCode: 60, Grant: 3600, IdToken: 300, Interaction: 600, Session: 3600 },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => claims(sub) }),
  };
}

function claims(sub) {
  const email = `${sub}@people.example`;
  return { sub, email, email_verified: true, name: `Person ${sub}`, preferred_username: sub };
}

async function interact(provider, signIns, request, response) {
  const interaction = await provider.interactionDetails(request, response);
  if (request.method !== 'POST') return ask(interaction, response);
  const form = await read(request);
  const result = await decide(provider, signIns, interaction, form);
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
}

async function decide(provider, signIns, { prompt, params, session }, form) {
  if (form.has('cancel')) return { error: 'access_denied' };
  if (prompt.name === 'login') {
    signIns.push(form.get('login'));
    return { login: { accountId: form.get('login') } };
  }
  const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  return { consent: { grantId: await grant.save() } };
}

function ask({ prompt, params }, response) {
  const client = escape(params.client_id);
  return prompt.name === 'login'
    ? page(response, 200, 'Sign in', form('<label>User name <input name="login" required autofocus></label>', 'Sign in'))
    : page(response, 200, 'Allow', form(`<p>${client} wants to know who you are.</p>`, 'Allow'));
}

function form(content, button) {
  return `<form method="post">${content}<button>${button}</button>
    <button name="cancel" value="1" formnovalidate>Cancel</button></form>`;
}

function page(response, status, title, content) {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  response.end(`<!doctype html><html lang="en"><title>${title}</title><h1>${title}</h1>${content}</html>`);
}

async function read(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return new URLSearchParams(Buffer.concat(parts).toString());
}

function escape(text) {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
