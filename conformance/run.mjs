// Runs the dispute tests of Mangopay's Node SDK against the simulator: each describe in a mocha process
// of its own, on a world of its own. A test that skips itself for lack of data counts as failed.
import { appendFileSync, copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run, serve, simulator } from './simulator.mjs';

const require = createRequire(import.meta.url);
const mocha = join(dirname(require.resolve('mocha/package.json')), 'bin', 'mocha.js');
const suite = require.resolve('mangopay4-nodejs-sdk/test/services/Disputes.js');
const shim = require.resolve('./shim.cjs');

const testCount = 21;
// The suite submits a document without pages here. The real API answers "You can not request validation
// for a document which has no pages", and so must the simulator.
const refused = { title: 'Disputes Update Dispute Document should be updated', type: 'cant_validate_empty_document' };
const credentials = { SIMULATOR_CLIENT_ID: 'simulator', SIMULATOR_API_KEY: 'simulator' };

const folder = mkdtempSync(join(tmpdir(), 'disputes-conformance-'));

/** Runs mocha and returns its JSON report with everything that was printed beside it. */
async function runMocha(report, args, env) {
  const file = join(folder, `${report}.json`);
  const options = ['--require', shim, '--reporter', 'json', '--reporter-option', `output=${file}`, '--timeout', '20000'];
  const { output } = await run(process.execPath, [mocha, ...options, ...args, suite], env);
  try {
    return { ...JSON.parse(readFileSync(file, 'utf8')), output };
  } catch (error) {
    throw new Error(`mocha left no report: ${error.message}\n${output}`);
  }
}

/** Serves a world until the callback is done with it. */
async function withSimulator(world, callback) {
  const { variables, stop } = await serve(world);
  try {
    return await callback(variables.MANGOPAY_BASE_URL);
  } finally {
    await stop();
  }
}

const literally = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Runs the tests of one describe and says of each what became of it. */
async function runDescribe(titles, seed, number) {
  const world = join(folder, `world-${number}.db`);
  copyFileSync(seed, world);
  const pattern = `^(${titles.map(literally).join('|')})$`;
  const started = performance.now();
  const report = await withSimulator(world, (url) => runMocha(`report-${number}`, ['--grep', pattern], { ...credentials, SIMULATOR_URL: url }));
  const seconds = (performance.now() - started) / 1000;
  return titles.map((title) => ({ title, seconds, output: report.output, ...outcome(title, report) }));
}

function outcome(title, report) {
  const has = (list) => list.some((test) => test.fullTitle === title);
  if (has(report.passes)) return { result: 'pass', why: '' };
  if (has(report.pending)) return { result: 'skip', why: 'found no data for itself' };
  const failure = report.failures.find((test) => test.fullTitle === title) ?? report.failures[0];
  if (title === refused.title && report.output.includes(refused.type)) {
    return { result: 'refused', why: 'a document without pages, which the real API refuses too' };
  }
  return { result: 'fail', why: failure?.err?.message ?? 'did not run' };
}

/** Maps over the list with a few calls under way at a time, and keeps the order. */
async function pooled(list, size, callback) {
  const results = [];
  let next = 0;
  const worker = async () => {
    while (next < list.length) {
      const number = next++;
      results[number] = await callback(list[number], number);
    }
  };
  await Promise.all(Array.from({ length: size }, worker));
  return results;
}

function print(results) {
  for (const { title, result, why, seconds } of results) {
    console.log(`  ${result.padEnd(7)} ${seconds.toFixed(1).padStart(4)} s  ${title}${why && ` (${why})`}`);
  }
  for (const { title, output } of results.filter(({ result }) => result === 'fail' || result === 'skip')) {
    console.log(`\n${title}\n${output.trim()}`);
  }
}

async function main() {
  const seed = join(folder, 'seed.db');
  await simulator(seed, 'seed', 'conformance');

  const listed = await runMocha('list', ['--dry-run'], { ...credentials, SIMULATOR_URL: 'http://127.0.0.1:9' });
  const describes = group(listed.tests);
  const titles = [...describes.values()].map((tests) => tests.map((test) => test.fullTitle));
  const results = (await pooled(titles, availableParallelism(), (list, number) => runDescribe(list, seed, number))).flat();
  print(results);

  const count = (...kinds) => results.filter(({ result }) => kinds.includes(result)).length;
  const [passed, asRefused, wrong] = [count('pass'), count('refused'), count('fail', 'skip')];
  console.log(`\n${passed} of ${results.length} pass, ${asRefused} is refused as by the real API, ${wrong} differ.`);
  if (process.env.COUNTS) appendFileSync(process.env.COUNTS, `${passed} passed, ${wrong} failed, 0 skipped\n`);
  return passed === testCount - 1 && asRefused === 1 && wrong === 0;
}

const describeOf = (test) => test.fullTitle.slice(0, -test.title.length);

/** Sorts the tests by the describe that holds them. */
function group(tests) {
  const groups = new Map();
  for (const test of tests) groups.set(describeOf(test), [...(groups.get(describeOf(test)) ?? []), test]);
  return groups;
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
