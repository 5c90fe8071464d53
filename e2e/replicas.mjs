import { startBalancer } from './balancer.mjs';
import { startEverythingBehind } from './everything.mjs';
import { startGateway } from './gateway.mjs';
import { startRedis } from './redis.mjs';
import { drawSecret } from './stores.mjs';

/**
 * Starts two gateways with one Redis and one upstream behind one balancer; `stop` ends them all. `more` are more of
 * their environment variables, `args` their command line.
 */
export async function startReplicas(startUpstream, more = {}, args = []) {
  const started = [];
  const keep = (part, stop) => {
    started.push(() => part[stop]());
    return part;
  };
  const stop = async () => {
    for (const end of started.splice(0).reverse()) await end();
  };
  try {
    const redis = keep(await startRedis(), 'close');
    const upstream = keep(await startUpstream(), 'stop');
    const balancer = keep(await startBalancer(), 'close');
    const settings = {
      API_BASE_URL: balancer.base,
      MCP_UPSTREAM_URL: upstream.url,
      STORAGE: 'redis',
      REDIS_URL: redis.url,
      KEYSTILE_SECRET: drawSecret(),
      ...more,
    };
    const a = keep(await startGateway(settings, args), 'stop');
    const b = keep(await startGateway(settings, args), 'stop');
    return { a, b, balancer, redis, upstream, base: balancer.base, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The same before server-everything, which has this key. */
export function startReplicasOf(key) {
  return startReplicas(() => startEverythingBehind([key]));
}
