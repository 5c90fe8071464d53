import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What a process holds, after it has collected its garbage; null unless it is that of a JDK on Linux. */
export async function holdings(pid) {
  if (process.platform !== 'linux') return null;
  const jcmd = join(dirname(await realpath(`/proc/${pid}/exe`)), 'jcmd');
  if (!existsSync(jcmd)) return null;
  await run(jcmd, [`${pid}`, 'GC.run']);
  const { stdout } = await run(jcmd, [`${pid}`, 'GC.heap_info']);
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return {
    heapMiB: mebibytes(sum(stdout.matchAll(/^ *(?:PSYoungGen|ParOldGen|garbage-first heap).* used (\d+)K/gm))),
    rssMiB: mebibytes(sum(status.matchAll(/^VmRSS:\s+(\d+) kB/gm))),
    threads: sum(status.matchAll(/^Threads:\s+(\d+)/gm)),
    descriptors: (await readdir(`/proc/${pid}/fd`)).length,
  };
}

const sum = (matches) => [...matches].reduce((all, [, number]) => all + Number(number), 0);
const mebibytes = (kibibytes) => Number((kibibytes / 1024).toFixed(1));

/**
 * Looks at a gateway's log, in JSON: a fault of Keystile's own, a stack trace, or a line that is no event, is told to
 * `complain`. `events` counts the rest by name, and warnings by their reason, too.
 */
export function watchLog(gateway, complain) {
  const events = {};
  let rest = '';
  gateway.onLog = (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop();
    lines.forEach(look);
  };

  function look(line) {
    if (!line.startsWith('{')) return strange.test(line) && complain(`log: ${line}`);
    const { level, event, reason, trace, message } = JSON.parse(line);
    if (trace !== undefined || level === 'ERROR') complain(`log: ${line.slice(0, 2_000)}`);
    const name = (event ?? message ?? 'without a name') + (level === 'WARNING' && reason ? `: ${reason}` : '');
    events[name] = (events[name] ?? 0) + 1;
  }

  return events;
}

/** What stands in a stack trace or in a warning of the JVM; greetings do not look so. */
const strange = /^\s+at |Exception|Error|^Caused by|^WARNING|Warning:/;
