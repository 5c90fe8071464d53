import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { print, schedule, soak } from './soak.mjs';

const CLIENTS = 200;
/** The same in each build; e2e/soak draws another each time. */
const SEED = 1;

describe('very many clients while everything around fails', { timeout: 300_000 }, () => {
  test('nobody is signed out, nobody gets what is another\'s, and nothing is left behind', async (context) => {
    const seed = Number(process.env.SOAK_SEED ?? SEED);
    context.diagnostic(`SOAK_SEED=${seed} has the same faults in the same order`);
    const report = await soak({ clients: CLIENTS, rounds: 1, seed, tell: (text) => context.diagnostic(text) });
    print(report);
    assert.deepEqual(report.violations, []);
    assert.ok(report.answers['call: ok'] > CLIENTS, 'clients called meanwhile');
    const noticed = report.faults.filter(({ answers }) => answers > 0);
    assert.ok(noticed.length > report.faults.length / 2, `faults that clients noticed: ${noticed.length}`);
  });

  test('the same seed has the same faults', () => {
    assert.deepEqual(schedule(7, 0), schedule(7, 0));
    assert.notDeepEqual(schedule(7, 0), schedule(8, 0));
    assert.notDeepEqual(schedule(7, 0), schedule(7, 1));
  });
});
