import { generateKeyPairSync } from 'node:crypto';

/** The ways in which an installation becomes known to the gateway: each prepares it before its first request. */
export const registrations = [
  { name: 'dynamic registration', prepare: () => {} },
  { name: 'a client ID metadata document', prepare: describeClient },
  { name: 'a document with a key, and private_key_jwt', prepare: describeClientWithKey },
];

function describeClient({ provider }, { documents }) {
  provider.clientMetadataUrl = documents.publish(provider.clientMetadata);
}

function describeClientWithKey({ provider }, { documents, sdk }) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  Object.assign(provider.clientMetadata, {
    token_endpoint_auth_method: 'private_key_jwt',
    token_endpoint_auth_signing_alg: 'ES256',
    jwks: { keys: [{ ...publicKey.export({ format: 'jwk' }), use: 'sig', alg: 'ES256' }] },
  });
  const url = documents.publish(provider.clientMetadata);
  provider.clientMetadataUrl = url;
  provider.addClientAuthentication = sdk.createPrivateKeyJwtAuth({
    issuer: url,
    subject: url,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    alg: 'ES256',
  });
}
