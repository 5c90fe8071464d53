import { once } from 'node:events';
import http from 'node:http';

/** The loopback server on which an MCP client waits for the browser to come back. */
export async function startCallbackServer() {
  const answers = [];
  const server = http.createServer((request, response) => {
    const url = new URL(request.url, 'http://127.0.0.1');
    const expected = request.method === 'GET' && url.pathname === '/callback';
    if (expected) answers.push(url.searchParams);
    response.writeHead(expected ? 200 : 404, { 'content-type': 'text/html', connection: 'close' });
    response.end('<p>You may close this window.</p>');
  });
  // A test that fails may leave it open; the run has to end all the same.
  server.listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}/callback`,
    /** The parameters of the authorization response that has arrived; throws unless there is exactly one. */
    takeAnswer() {
      const taken = answers.splice(0);
      if (taken.length !== 1) throw new Error(`${taken.length} authorization responses have arrived, expected 1`);
      return taken[0];
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
