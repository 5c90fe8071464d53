import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import https from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const findJdk = fileURLToPath(new URL('../bin/find-jdk.sh', import.meta.url));
export const passphrase = 'changeit';

/**
 * Serves Client ID Metadata Documents over https on loopback, with a certificate made for this run. A JVM started with
 * the environment `jvm` trusts it.
 */
export async function serveClientDocuments() {
  const folder = await mkdtemp(join(tmpdir(), 'keystile-documents-'));
  const store = join(folder, 'store.p12');
  await makeCertificate(store);
  const documents = new Map();
  const server = https.createServer({ pfx: await readFile(store), passphrase }, (request, response) =>
    answer(response, documents.get(request.url)),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `https://localhost:${server.address().port}`;
  return {
    jvm: { JAVA_TOOL_OPTIONS: trusting(store) },
    /** Serves the metadata as a document and answers its URL. */
    publish(metadata) {
      const path = `/clients/${documents.size + 1}.json`;
      documents.set(path, { client_id: base + path, ...metadata });
      return base + path;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true });
    },
  };
}

function answer(response, document) {
  response.writeHead(document ? 200 : 404, { 'content-type': 'application/json', connection: 'close' });
  response.end(JSON.stringify(document ?? { error: 'not found' }));
}

/** Makes a key store that holds a self-signed certificate; it serves as trust store as well. */
export async function makeCertificate(store) {
  const names = ['-dname', 'CN=localhost', '-ext', 'san=dns:localhost,ip:127.0.0.1'];
  const key = ['-alias', 'documents', '-keyalg', 'EC', '-groupname', 'secp256r1', '-validity', '2'];
  const keytool = ['-genkeypair', '-keystore', store, '-storetype', 'PKCS12', '-storepass', passphrase, ...key, ...names];
  await promisify(execFile)('sh', ['-c', '. "$0" && exec "$JAVA_HOME/bin/keytool" "$@"', findJdk, ...keytool]);
}

function trusting(store) {
  const ours = `-Djavax.net.ssl.trustStore=${store} -Djavax.net.ssl.trustStorePassword=${passphrase}`;
  return [process.env.JAVA_TOOL_OPTIONS, ours].filter(Boolean).join(' ');
}
