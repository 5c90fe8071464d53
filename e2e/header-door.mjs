import { once } from 'node:events';
import http from 'node:http';
import { forward } from './forward.mjs';

/**
 * Opens a door before `url` that adds `headers` to each request, for clients that cannot be told to send them. The
 * door's own address in `Host` becomes that of the server behind it; any other goes on as it came.
 */
export async function openHeaderDoor(url, headers) {
  const target = new URL(url);
  const server = http.createServer((request, response) => {
    const host = request.headers.host === own() ? target.host : request.headers.host;
    forward(request, response, target, { ...headers, host });
  });
  const own = () => `localhost:${server.address().port}`;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://${own()}${target.pathname}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
