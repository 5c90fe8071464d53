import { randomInt } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startReplicas } from './replicas.mjs';
import { SoakClient } from './soak-client.mjs';
import { faultNames, Journal, REVIVAL } from './soak-journal.mjs';
import { holdings, watchLog } from './soak-process.mjs';
import { startSoakUpstream } from './soak-upstream.mjs';

/*
 * Very many clients at two gateways on one Redis, while whatever is around fails. As a program: node soak.mjs [minutes] [seed]
 */

const config = fileURLToPath(new URL('soak.yaml', import.meta.url));
const AT_ONCE = 16;
const FEW = 3;
const PATIENCE_MS = 30_000;
/** How much more a gateway may hold at the end than in the middle, at rest. */
const BOUNDS = { heapMiB: 12, threads: 20, descriptors: 80 };

/** Runs it with so many clients; each of `rounds` has every fault once. Answers a report; what must not be is in `violations`. */
export async function soak({ clients, rounds, seed, tell = () => {} }) {
  const world = await startWorld(seed);
  try {
    return await live(world, { clients, rounds, seed, tell });
  } finally {
    await world.stop();
  }
}

async function startWorld(seed) {
  const upstream = () => startSoakUpstream(randomOf(seed, 'upstream'));
  const world = await startReplicas(upstream, { LOG_FORMAT: 'json' }, ['--config', config]);
  world.balancer.direct(world.a, world.b);
  return world;
}

async function live(world, { clients, rounds, seed, tell }) {
  const journal = new Journal();
  const logs = [world.a, world.b].map((gateway) => watchLog(gateway, (text) => journal.violation(text)));
  const stop = new AbortController();
  const giveUp = new AbortController();
  setMaxListeners(0, stop.signal, giveUp.signal);
  const people = Array.from({ length: clients }, (_, number) => {
    const random = randomOf(seed, `client ${number}`);
    return new SoakClient({ base: world.balancer.base, number, random, journal, stop: stop.signal, giveUp: giveUp.signal });
  });
  const began = Date.now();
  await signInAll(people, journal);
  tell(`${clients} clients signed in within ${seconds(Date.now() - began)} s`);
  const lives = people.map((person) => person.live());
  lives.forEach((life) => life.catch((error) => journal.violation(`a client broke: ${error.stack}`)));

  const held = [];
  const rest = async () => {
    let resume;
    const pause = new Promise((resolve) => (resume = resolve));
    people.forEach((person) => (person.pause = pause));
    const began = Date.now();
    // Until what was under way is over, and idle connections to the upstream are closed.
    await sleep(8_000);
    held.push(await holdings(world.a.pid));
    tell(`at rest the gateway that lives throughout holds ${JSON.stringify(held.at(-1))}`);
    journal.rested(Date.now() - began);
    resume();
  };
  for (let round = 0; round < rounds; round += 1) {
    for (const half of halves(schedule(seed, round))) {
      await Promise.all(half.map((lane) => play(lane, { ...world, people, journal, tell })));
      if (round + 1 === Math.ceil(rounds / 2) || round + 1 === rounds) await rest();
    }
  }
  await untilWell(world, journal);
  stop.abort();
  const patience = setTimeout(() => giveUp.abort(), PATIENCE_MS);
  await Promise.all(lives);
  clearTimeout(patience);
  await lastCalls(people, journal);
  compare(held, journal);
  world.upstream.complaints.forEach((text) => journal.violation(text));
  return { seed, clients, rounds, held, logs, violations: journal.violations, ...journal.report };
}

/** Some at once, as many as a gateway that has just started can take. */
async function signInAll(people, journal) {
  const waiting = [...people];
  const hand = async () => {
    for (let person = waiting.shift(); person; person = waiting.shift()) {
      journal.signIn('at first');
      await person.signIn();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, hand));
}

/**
 * What happens around in one round: two lanes at the same time, of the store and replicas, and of the upstream. Keys are
 * refused in the first half, since it takes a minute until those that were taken for dead are asked about again.
 */
export function schedule(seed, round) {
  const random = randomOf(seed, `round ${round}`);
  const lane = (names, shortest, pause) =>
    names.map((name) => ({ name, ms: shortest + 2_000 * random(), pause: pause * (0.5 + random()) }));
  const isUpstreams = (name) => name.startsWith('the upstream');
  const refusesKeys = (name) => name.endsWith(' keys');
  const others = shuffled(faultNames.filter((name) => isUpstreams(name) && !refusesKeys(name)), random);
  const begin = shuffled([...faultNames.filter(refusesKeys), ...others.splice(0, 3)], random);
  const gateways = shuffled(faultNames.filter((name) => !isUpstreams(name)), random);
  return [lane(gateways, 5_000, 6_000), lane([...begin, ...others], 2_500, 3_000)];
}

function halves(lanes) {
  const cut = lanes.map((lane) => Math.ceil(lane.length / 2));
  return [lanes.map((lane, index) => lane.slice(0, cut[index])), lanes.map((lane, index) => lane.slice(cut[index]))];
}

async function play(lane, world) {
  for (const { name, ms, pause } of lane) {
    world.tell(`${name} for ${seconds(ms)} s`);
    await deeds(name)(world, name, ms);
    await sleep(pause);
  }
}

function deeds(name) {
  if (name === 'Redis is away') return redisAway;
  if (name === 'Redis hangs') return redisHangs;
  if (name === 'a replica is killed') return replicaKilled;
  return upstreamFails;
}

async function redisAway({ redis, journal }, name, ms) {
  const over = journal.begin(name);
  await redis.stop();
  await sleep(ms);
  await redis.start();
  over();
}

async function redisHangs({ redis, journal }, name, ms) {
  const over = journal.begin(name);
  redis.hang();
  await sleep(ms);
  redis.goOn();
  over();
}

/** The balancer notices a second later. */
async function replicaKilled({ a, b, balancer, journal }, name, ms) {
  const over = journal.begin(name);
  const killed = b.kill();
  await sleep(1_000);
  balancer.direct(a);
  await killed;
  await sleep(ms);
  // A machine that is busy may need longer than a start is given.
  await b.start().catch(() => b.start());
  balancer.direct(a, b);
  over();
}

async function upstreamFails({ upstream, people, journal }, name, ms) {
  const few = name.endsWith('few keys') ? new Set(people.slice(0, FEW).map((person) => person.name)) : undefined;
  const keys = few && new Set(people.slice(0, FEW).map((person) => person.key));
  const over = journal.begin(name, few);
  upstream.fail(name.slice('the upstream '.length).replace('few keys', 'keys'), keys && (({ key }) => keys.has(key)));
  await sleep(ms);
  upstream.fail(undefined);
  over();
}

async function untilWell({ a, b }, journal) {
  const deadline = Date.now() + PATIENCE_MS;
  while ((await Promise.all([a.readiness(), b.readiness()])).some((status) => status !== 200)) {
    if (Date.now() > deadline) return journal.violation('a gateway is not ready so long after the last fault');
    await sleep(200);
  }
  // What was refused as down is tried again by then.
  return sleep(12_000);
}

/** Everybody calls once more with what they have. A key that passed for dead is asked about again after a minute. */
async function lastCalls(people, journal) {
  const deadline = Date.now() + REVIVAL;
  for (let from = 0; from < people.length; from += AT_ONCE) {
    await Promise.all(people.slice(from, from + AT_ONCE).map((person) => lastCall(person, journal, deadline)));
  }
}

async function lastCall(person, journal, deadline) {
  while (!(await person.works())) {
    if (!journal.refused(person.name) || Date.now() > deadline) {
      return journal.violation(`${person.name} is no longer connected`);
    }
    await sleep(2_000);
  }
}

/** The middle is at rest after the first half of the rounds, or of the one round. */
function compare(held, journal) {
  const [middle, end] = [held[0], held.at(-1)];
  if (!middle || !end) return;
  for (const [name, bound] of Object.entries(BOUNDS)) {
    if (end[name] - middle[name] > bound) {
      journal.violation(`${name}: ${end[name]} at the end, ${middle[name]} in the middle, ${bound} more are allowed`);
    }
  }
}

/** Numbers from 0 to 1 that are the same for the same seed and name. */
function randomOf(seed, name) {
  let state = [...`${seed}/${name}`].reduce((hash, letter) => Math.imul(hash ^ letter.codePointAt(0), 16_777_619), 2_166_136_261);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function shuffled(items, random) {
  const all = [...items];
  for (let last = all.length - 1; last > 0; last -= 1) {
    const at = Math.floor(random() * (last + 1));
    [all[last], all[at]] = [all[at], all[last]];
  }
  return all;
}

const seconds = (ms) => (ms / 1_000).toFixed(1);

/** The report as text, for people. */
export function print({ seed, answers, events, signIns, faults, held, logs, violations }) {
  console.table(answers);
  console.table(faults);
  console.table(held);
  console.log(`events of streams: ${events}`);
  console.log(`sign-ins: ${JSON.stringify(signIns)}`);
  logs.forEach((log, index) => console.log(`log of gateway ${index + 1}: ${JSON.stringify(log)}`));
  violations.slice(0, 50).forEach((violation) => console.log(violation));
  console.log(`${violations.length} violations with seed ${seed}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [minutes = 10, seed = randomInt(1_000_000), clients = 200] = process.argv.slice(2).map(Number);
  const rounds = Math.max(1, Math.round((minutes * 60 - 60) / 80));
  const start = Date.now();
  const tell = (text) => console.log(`${seconds(Date.now() - start).padStart(7)} s  ${text}`);
  tell(`${clients} clients, ${rounds} rounds, seed ${seed}`);
  const report = await soak({ clients, rounds, seed, tell });
  print(report);
  process.exitCode = report.violations.length > 0 ? 1 : 0;
}
