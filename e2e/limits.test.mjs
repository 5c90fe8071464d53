import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { run } from './crowd.mjs';

describe('limits', { timeout: 120_000 }, () => {
  test('people who share one range go on, while one among them calls fifty times as often as they may', async (context) => {
    const { alone, beside, abuser } = await run({ users: 30, seconds: 6 });

    assert.deepEqual(Object.keys(alone.statuses), ['200']);
    assert.deepEqual(Object.keys(beside.statuses), ['200']);
    // At once, and one for each second that it went on.
    const passed = abuser.statuses[200];
    assert.ok(passed >= 60 && passed <= 60 + Math.ceil(abuser.seconds), `${passed} calls passed in ${abuser.seconds} s`);
    const refused = abuser.seen.filter(({ status }) => status === 429);
    assert.equal(refused.length, abuser.calls - passed);
    assert.ok(refused.every(({ id, retry }) => id === 1 && Number(retry) >= 1));
    for (const [name, { calls, statuses, ms }] of Object.entries({ alone, beside, abuser })) {
      context.diagnostic(`${name}: ${calls} calls, ${JSON.stringify(statuses)}, ${JSON.stringify(ms)} ms`);
    }
  });
});
