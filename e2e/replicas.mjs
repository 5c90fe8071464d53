import { startBalancer } from './balancer.mjs';
import { startEverythingBehind } from './everything.mjs';
import { startGateway } from './gateway.mjs';
import { startRedis } from './redis.mjs';
import { drawSecret } from './stores.mjs';

/** Starts two gateways with one Redis and one upstream behind one balancer; `stop` ends them all. */
export async function startReplicas(key) {
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
    const upstream = keep(await startEverythingBehind([key]), 'stop');
    const balancer = keep(await startBalancer(), 'close');
    const settings = {
      API_BASE_URL: balancer.base,
      MCP_UPSTREAM_URL: upstream.url,
      STORAGE: 'redis',
      REDIS_URL: redis.url,
      KEYSTILE_SECRET: drawSecret(),
    };
    const a = keep(await startGateway(settings), 'stop');
    const b = keep(await startGateway(settings), 'stop');
    return { a, b, balancer, redis, upstream, base: balancer.base, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
