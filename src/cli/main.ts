#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
import { runCli } from './run.ts';
import { terminalLines } from './terminal-lines.ts';

// The embedded engine lives for seconds: compiling its WebAssembly once, fast and plainly, takes half the processor
// time of optimising it on the way (bench/results/review.json).
setFlagsFromString('--liftoff-only');

const interrupted = new AbortController();
let takesTime = false;
process.once('SIGINT', () => {
  interrupted.abort();
  // A second Ctrl-C, or work that cannot stop by itself, ends the process at once.
  if (!takesTime) setTimeout(() => process.exit(130), 500).unref();
  process.once('SIGINT', () => process.exit(130));
});

/** A line from the terminal. Ctrl-C, Ctrl-D and a terminal that goes away interrupt; the line is empty then. */
async function ask(question: string): Promise<string> {
  const { createInterface } = await import('node:readline/promises');
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  const closed = new Promise<undefined>((resolve) => lines.once('close', () => resolve(undefined)));
  try {
    const line = await Promise.race([lines.question(question, { signal: interrupted.signal }), closed]);
    if (line !== undefined) return line;
  } catch (error) {
    if (!(error instanceof Error && error.name === 'AbortError')) throw error;
  } finally {
    lines.close();
  }
  interrupted.abort();
  return '';
}
// A reader that goes away (`relvar … | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 2));

const environment = process.env;
const colourForced = environment['FORCE_COLOR'] !== undefined && environment['FORCE_COLOR'] !== '0';
const code = await runCli(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(process.stderr.isTTY ? terminalLines(text, 80) : text),
  input: process.stdin,
  environment,
  now: new Date(),
  colour:
    !environment['NO_COLOR'] && (colourForced || (process.stdout.isTTY === true && environment['TERM'] !== 'dumb')),
  progress: process.stderr.isTTY === true && !environment['CI'],
  signal: interrupted.signal,
  takesTime: () => {
    takesTime = true;
  },
  ...(process.stdin.isTTY === true && process.stderr.isTTY === true ? { ask } : {}),
});
process.exitCode = interrupted.signal.aborted ? 130 : code;
// An embedded engine keeps the event loop alive; what was written to a pipe must still arrive.
if (process.stdout.writableLength === 0) process.exit();
else process.stdout.once('drain', () => process.exit());
