import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import https from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificate, passphrase } from './client-documents.mjs';
import { forward } from './forward.mjs';

/** The proxy with TLS before a gateway; `Host` goes through unchanged. Its certificate is made for this run. */
export async function startHttpsFront(origin) {
  const folder = await mkdtemp(join(tmpdir(), 'keystile-front-'));
  const store = join(folder, 'store.p12');
  await makeCertificate(store);
  const pfx = await readFile(store);
  await rm(folder, { recursive: true });
  const server = https.createServer({ pfx, passphrase }, (request, response) =>
    forward(request, response, origin() + request.url, {}),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: server.address().port,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
