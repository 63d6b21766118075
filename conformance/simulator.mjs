// What the suites share: the provider's binary, its commands, and a served world.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

/** The provider's binary, which the first argument names. */
export const binary = resolve(process.argv[2] ?? '../bin/terraform-provider-disputes');

/** Runs a program to its end and returns its exit code and all that it printed. */
export async function run(command, args, env = {}) {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => { output += text; });
  const [code] = await once(child, 'close');
  return { code, output };
}

/** Runs one of the simulator's commands on a world and returns what it printed. */
export async function simulator(world, ...args) {
  const { code, output } = await run(binary, ['simulator', '--file', world, ...args]);
  if (code !== 0) throw new Error(`simulator ${args.join(' ')}:\n${output}`);
  return output;
}

/** Serves a world. Returns the variables that the server tells its users to export, and a function that ends it. */
export async function serve(world) {
  const server = spawn(binary, ['simulator', 'serve', '--address', '127.0.0.1:0', '--file', world], { stdio: ['ignore', 'pipe', 'pipe'] });
  const stop = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    server.kill('SIGTERM');
    const force = setTimeout(() => server.kill('SIGKILL'), 5000);
    await once(server, 'close');
    clearTimeout(force);
  };
  try {
    return { variables: variablesIn(await announcement(server)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Waits until the server has said where it listens. */
function announcement(server) {
  return new Promise((found, failed) => {
    let output = '';
    const timer = setTimeout(() => failed(new Error(`the simulator named no address within 20 s:\n${output}`)), 20000);
    const read = (text) => {
      output += text;
      if (output.includes('Interrupt to stop.')) {
        clearTimeout(timer);
        found(output);
      }
    };
    server.stdout.setEncoding('utf8').on('data', read);
    server.stderr.setEncoding('utf8').on('data', read);
    server.once('error', failed);
    server.once('close', () => {
      clearTimeout(timer);
      failed(new Error(`the simulator ended at once:\n${output}`));
    });
  });
}

function variablesIn(output) {
  return Object.fromEntries([...output.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]));
}
