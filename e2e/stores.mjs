import { randomBytes } from 'node:crypto';
import { startRedis } from './redis.mjs';

/**
 * Where state outlives a gateway. Each opens an empty store and answers the `settings` of a gateway that uses it and the
 * `folder` of its files, which hold everything once it is stopped.
 */
export const stores = [
  { name: 'Redis', open: openRedis },
];

async function openRedis() {
  const redis = await startRedis();
  return {
    folder: redis.folder,
    settings: { STORAGE: 'redis', REDIS_URL: redis.url, KEYSTILE_SECRET: drawSecret() },
    stop: () => redis.stop(),
    close: () => redis.close(),
  };
}

export function drawSecret() {
  return randomBytes(32).toString('base64');
}
