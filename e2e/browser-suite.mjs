import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { launchBrowser, openProfile, watch } from './browser.mjs';

/**
 * To be called in a suite: before its tests `start` makes their `world`, which has `stop` and may have `hosts`, and a
 * browser is launched; both end after them. Pages may ask only those origins that `mayAsk(world, origin)` allows.
 */
export function browserSuite(start, mayAsk) {
  const started = [];
  let browser;
  const suite = { world: undefined, openTab, openWatched, get browser() { return browser; } };

  before(async () => {
    suite.world = await start();
    started.push(() => suite.world.stop());
    browser = await launchBrowser(suite.world.hosts);
    started.push(() => browser.close());
  });

  after(async () => {
    for (const stop of started.reverse()) await stop();
  });

  /** A tab of a fresh profile, and a list of what its pages complain about. */
  async function openWatched(context, options) {
    const profile = await openProfile(context, browser, options);
    const complaints = watch(profile, (origin) => mayAsk(suite.world, origin));
    return { profile, tab: await profile.newPage(), complaints };
  }

  /** The same tab; the test fails at its end when a page complained. */
  async function openTab(context, options) {
    const { tab, complaints } = await openWatched(context, options);
    context.after(() => assert.deepEqual(complaints, []));
    return tab;
  }

  return suite;
}

/** The gateway itself, and what listens on loopback: callbacks of clients, a provider. */
export function ownOrLoopback({ base }, origin) {
  return origin === base || origin.startsWith('http://127.0.0.1:');
}
