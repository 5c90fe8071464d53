import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ChildProcess } from './child-process.mjs';

const script = fileURLToPath(new URL('node_modules/@modelcontextprotocol/conformance/dist/index.js', import.meta.url));

/** From best to worst. What the suite could not look at counts as worse than what it found to be good. */
const STATUSES = ['SUCCESS', 'INFO', 'SKIPPED', 'WARNING', 'FAILURE'];

/**
 * Runs what the suite requires of a server for one revision of MCP. Answers whether all that counts has passed, and for
 * each scenario a map from the id of a check to the worst status that it had.
 */
export async function runServerSuite(url, revision) {
  const folder = await mkdtemp(join(tmpdir(), 'keystile-conformance-'));
  const args = [script, 'server', '--url', url, '--requirements', revision, '--output-dir', folder];
  const suite = new ChildProcess(process.execPath, args, { env: {}, cwd: folder });
  try {
    const passed = (await suite.exitCode()) === 0;
    return { passed, log: suite.log, scenarios: await savedScenarios(folder) };
  } finally {
    await suite.stop();
    await rm(folder, { recursive: true });
  }
}

async function savedScenarios(folder) {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('checks.json'));
  const scenarios = new Map();
  for (const file of files.sort()) {
    const name = /^server-(.*)-\d{4}-\d\d-\d\dT/.exec(basename(dirname(file)))[1];
    scenarios.set(name, worstById(JSON.parse(await readFile(join(folder, file), 'utf8'))));
  }
  return scenarios;
}

function worstById(checks) {
  const worst = new Map();
  for (const { id, status } of checks) {
    if (rank(status) >= rank(worst.get(id) ?? 'SUCCESS')) worst.set(id, status);
  }
  return worst;
}

function rank(status) {
  const place = STATUSES.indexOf(status);
  if (place < 0) throw new Error(`the suite has a status that is not known here: ${status}`);
  return place;
}

/** The checks of one run that came out worse than in another one: gone, or with a worse status, or new and not good. */
export function worseChecks(before, after) {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].flatMap((name) => worseIn(name, before.get(name) ?? new Map(), after.get(name) ?? new Map()));
}

function worseIn(scenario, before, after) {
  const ids = new Set([...before.keys(), ...after.keys()]);
  return [...ids]
    .map((id) => ({ scenario, id, before: before.get(id) ?? 'absent', after: after.get(id) ?? 'absent' }))
    .filter(isWorse);
}

function isWorse({ before, after }) {
  if (after === 'absent') return before !== 'FAILURE';
  return rank(after) > (before === 'absent' ? 0 : rank(before));
}

/** Lines of a table: for each scenario how many of its checks succeeded and how many did not, in either run. */
export function tableOf(direct, through) {
  const names = [...new Set([...direct.keys(), ...through.keys()])].sort();
  const width = Math.max(...names.map((name) => name.length));
  const line = (...cells) => `${cells[0].padEnd(width)}  ${cells[1].padEnd(8)}${cells[2]}`;
  return [
    line('scenario, checks good/bad', 'direct', 'through'),
    ...names.map((name) => line(name, tally(direct.get(name)), tally(through.get(name)))),
  ];
}

function tally(checks = new Map()) {
  const statuses = [...checks.values()].filter((status) => status !== 'INFO' && status !== 'SKIPPED');
  const good = statuses.filter((status) => status === 'SUCCESS').length;
  return `${good}/${statuses.length - good}`;
}
