import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRedis } from './redis.mjs';

/**
 * Where state outlives a gateway. Each opens an empty store and answers the `settings` of a gateway that uses it and the
 * `folder` of its files, which hold everything once it is stopped.
 */
export const stores = [
  { name: 'a file', open: openFile },
  { name: 'Redis', open: openRedis },
];

async function openFile() {
  const folder = await mkdtemp(join(tmpdir(), 'keystile-store-'));
  return {
    folder,
    settings: { STORAGE: 'file', STORAGE_PATH: folder, KEYSTILE_SECRET: drawSecret() },
    stop: async () => {},
    close: () => rm(folder, { recursive: true }),
  };
}

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
