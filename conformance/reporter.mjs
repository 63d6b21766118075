// Reports a node:test run with a line for each test, and adds its counts to the file that COUNTS names, if any.
import { appendFileSync } from 'node:fs';

export default async function* report(source) {
  const counts = { pass: 0, fail: 0, skip: 0 };
  const titles = [];
  const reasons = [];
  for await (const { type, data } of source) {
    if (type === 'test:start') {
      titles.splice(data.nesting, Infinity, data.name);
    } else if (type === 'test:stdout' || type === 'test:stderr') {
      yield data.message;
    } else if ((type === 'test:pass' || type === 'test:fail') && isTest(type, data)) {
      const result = data.skip !== undefined ? 'skip' : type.slice('test:'.length);
      const title = [...titles.slice(0, data.nesting), data.name].join(' ');
      counts[result]++;
      yield `  ${result.padEnd(7)} ${(data.details.duration_ms / 1000).toFixed(1).padStart(4)} s  ${title}\n`;
      if (result === 'fail') reasons.push(`\n${title}\n${data.details.error.cause?.stack ?? data.details.error.message}\n`);
    }
  }
  yield* reasons;
  yield `\n${counts.pass} of ${counts.pass + counts.fail + counts.skip} pass.\n`;
  if (process.env.COUNTS) appendFileSync(process.env.COUNTS, `${counts.pass} passed, ${counts.fail} failed, ${counts.skip} skipped\n`);
}

/** A describe is no test of its own: it counts only when it fails for another reason than its tests. */
const isTest = (type, { details }) => details.type !== 'suite' || (type === 'test:fail' && details.error.failureType !== 'subtestsFailed');
