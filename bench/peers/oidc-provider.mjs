import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import http from 'node:http';
import { Provider } from 'oidc-provider';

// The authorization server that the gateway is measured beside, on the loopback port that is its argument. It does what the
// gateway does: public clients that register themselves, PKCE, tokens for one resource, refresh tokens that are good once, and
// somebody new with each flow, who is asked nothing. Its state is in memory.

const port = Number(process.argv[2]);
const issuer = `http://localhost:${port}`;
const resource = `${issuer}/mcp`;

const provider = new Provider(issuer, {
  jwks: { keys: [generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' })] },
  cookies: { keys: [randomBytes(32).toString('base64url')] },
  features: {
    devInteractions: { enabled: false },
    registration: { enabled: true, issueRegistrationAccessToken: false },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: () => ({ scope: 'mcp', audience: resource, accessTokenFormat: 'opaque' }),
      useGrantedResource: () => true,
    },
  },
  clientAuthMethods: ['none'],
  pkce: { required: () => true },
  issueRefreshToken: () => true,
  rotateRefreshToken: true,
  ttl: { AccessToken: 3600, AuthorizationCode: 60, Grant: 86400, Interaction: 600, RefreshToken: 86400, Session: 600 },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
});

async function agree(request, response) {
  const { params } = await provider.interactionDetails(request, response);
  const accountId = randomUUID();
  const grant = new provider.Grant({ accountId, clientId: params.client_id });
  grant.addResourceScope(resource, params.scope);
  const grantId = await grant.save();
  await provider.interactionFinished(request, response, { login: { accountId }, consent: { grantId } });
}

const answer = provider.callback();
http
  .createServer((request, response) =>
    request.url.startsWith('/interaction/') ? agree(request, response) : answer(request, response),
  )
  .listen(port, '127.0.0.1');
