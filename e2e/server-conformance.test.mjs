import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { runServerSuite, tableOf, worseChecks } from './conformance-results.mjs';
import { showLogOfFailures } from './gateway.mjs';
import { openHeaderDoor } from './header-door.mjs';
import { startTwoWays } from './two-ways.mjs';

describe('the official conformance suite for servers', { timeout: 180_000 }, () => {
  const doors = {};
  let world;

  before(async () => {
    world = await startTwoWays('both');
    for (const [way, { url, headers }] of Object.entries(world.ways)) doors[way] = await openHeaderDoor(url, headers);
  });

  after(async () => {
    for (const door of Object.values(doors)) await door.close();
    await world?.stop();
  });

  showLogOfFailures(() => world.gateway);

  for (const revision of ['2025-11-25', '2026-07-28']) {
    test(`RS-T-11, GW-04, GW-M-06, GW-M-08, GW-B-01, GW-B-02: finds nothing worse through the gateway, ${revision}`, async (context) => {
      const direct = await runServerSuite(doors.direct.url, revision);
      assert.ok(direct.passed, `the fixture has all that the suite asks for:\n${direct.log}`);
      const through = await runServerSuite(doors.through.url, revision);
      for (const line of tableOf(direct.scenarios, through.scenarios)) context.diagnostic(line);
      assert.deepEqual(worseChecks(direct.scenarios, through.scenarios), []);
      assert.ok(through.passed, through.log);
    });
  }
});
