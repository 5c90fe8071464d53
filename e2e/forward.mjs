import http from 'node:http';

/** Sends a request on to `url` with `headers` in place of its own of those names, and streams in both directions. */
export function forward(request, response, url, headers) {
  const options = { method: request.method, headers: { ...endToEnd(request.headers), ...headers }, agent: false };
  const onward = http.request(url, options, (answer) => {
    response.writeHead(answer.statusCode, endToEnd(answer.headers));
    response.flushHeaders();
    answer.on('error', () => response.destroy());
    answer.pipe(response);
  });
  onward.on('error', () => (response.headersSent ? response.destroy() : response.writeHead(502).end()));
  response.on('close', () => onward.destroy());
  request.pipe(onward);
}

/** The headers without those of one connection; `transfer-encoding` stays, for it says that a body comes. */
function endToEnd(headers) {
  const { connection, 'keep-alive': keepAlive, upgrade, 'http2-settings': settings, ...rest } = headers;
  return rest;
}
