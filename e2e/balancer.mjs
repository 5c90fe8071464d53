import { once } from 'node:events';
import http from 'node:http';
import { forward } from './forward.mjs';

/** A load balancer that the tests direct. Gateways behind it have its `base` as their base URL. */
export async function startBalancer() {
  const handled = new Map();
  let replicas = [];
  const server = http.createServer((request, response) => {
    const replica = replicas.shift();
    replicas.push(replica);
    handled.set(replica, (handled.get(replica) ?? 0) + 1);
    // The Host header stays: the replicas know themselves by the name of the balancer only.
    forward(request, response, replica.origin + request.url, {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    base: `http://localhost:${server.address().port}`,
    /** From now on these replicas take turns, the first one first. */
    direct(...order) {
      replicas = order;
    },
    /** How many requests this replica got. */
    handledBy: (replica) => handled.get(replica) ?? 0,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
