// Reads what the suite left behind, holds it against the list of expected failures, and says a line for each scenario.
// node report.mjs SUITE RESULTS EXPECTED REVISION...; the last line is the sum, and the exit status 0 only if nothing failed.
import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const [suite, results, expectedFile, ...revisions] = process.argv.slice(2);
const { parse } = createRequire(resolve(suite, 'package.json'))('yaml');
const sum = { ok: 0, 'not ok': 0, skip: 0 };

const expectations = readExpectations(readFileSync(expectedFile, 'utf8'));
for (const revision of revisions) {
  const seen = readResults(join(results, revision));
  for (const scenario of scenariosOf(revision)) {
    judge(revision, scenario, seen.get(scenario));
  }
}
for (const { line, scenario, used } of expectations) {
  if (!used) say('not ok', `expected-failures.txt:${line}`, `the suite has no scenario ${scenario} there: remove the line`);
}
console.log(`${sum.ok} passed, ${sum['not ok']} failed, ${sum.skip} skipped`);
process.exitCode = sum['not ok'] === 0 && sum.ok > 0 ? 0 : 1;

/** One verdict. What the suite only advises ("SHOULD") counts, and a scenario that checked nothing has not passed. */
function judge(revision, scenario, checks) {
  const name = `${revision}/${scenario}`;
  const mine = expectations.filter((e) => e.scenario === scenario && (e.revision === revision || e.revision === 'both'));
  mine.forEach((expectation) => { expectation.used = true; });
  if (!checks) return say('not ok', name, 'it was not run: the suite ended before');

  const wrong = checks.filter((check) => check.status === 'FAILURE' || check.status === 'WARNING');
  const idle = !checks.some((check) => check.status === 'SUCCESS' && check.id !== 'wire-schema-valid');
  const whole = mine.find((expectation) => !expectation.check);
  if (whole) {
    return wrong.length > 0 || idle
      ? say('skip', name, whole.reason)
      : say('not ok', name, `it passes now: remove line ${whole.line} of expected-failures.txt`);
  }

  const problems = wrong
    .filter((check) => !mine.some((expectation) => expectation.check === check.id))
    .map((check) => `${check.id}: ${check.errorMessage ?? check.status}`);
  for (const { check, line } of mine) {
    if (!wrong.some(({ id }) => id === check)) problems.push(`${check} fails no more: remove line ${line} of expected-failures.txt`);
  }
  if (idle) problems.push('nothing was checked');

  if (problems.length > 0) return say('not ok', name, problems.join('; '));
  return mine.length > 0
    ? say('skip', name, `all but ${mine.map(({ check, reason }) => `${check} (${reason})`).join(', ')}`)
    : say('ok', name);
}

function say(verdict, name, why) {
  sum[verdict]++;
  console.log(why ? `${verdict} ${name}: ${why.replace(/\s+/g, ' ')}` : `${verdict} ${name}`);
}

/** What a revision asks of servers, and what it only reports. */
function scenariosOf(revision) {
  const { server, not_scored: reported = [] } = parse(readFileSync(join(suite, 'requirements', `${revision}.yaml`), 'utf8'));
  return [...server, ...reported.filter(({ leg }) => leg === 'server').map(({ scenario }) => scenario)];
}

/** The suite makes a folder for each scenario: server-NAME-TIME. */
function readResults(folder) {
  const found = new Map();
  for (const entry of existsSync(folder) ? readdirSync(folder) : []) {
    const file = join(folder, entry, 'checks.json');
    const [, scenario] = /^server-(.+)-\d{4}-\d\d-\d\dT[\dZ-]+$/.exec(entry) ?? [];
    if (scenario && existsSync(file)) found.set(scenario, JSON.parse(readFileSync(file, 'utf8')));
  }
  return found;
}

function readExpectations(text) {
  const read = [];
  text.split('\n').forEach((content, index) => {
    if (/^\s*(#|$)/.test(content)) return;
    const parts = /^(\S+)\s+([^\s:]+)(?::(\S+))?\s+#\s*(\S.*)$/.exec(content);
    if (!parts) throw new Error(`${expectedFile}:${index + 1} is no "REVISION SCENARIO[:CHECK] # reason".`);
    const [, revision, scenario, check, reason] = parts;
    read.push({ line: index + 1, revision, scenario, check, reason, used: false });
  });
  return read;
}
