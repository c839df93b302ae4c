#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
import { runCli } from './run.ts';

// The embedded engine lives for seconds: compiling its WebAssembly once, fast and plainly, takes half the processor
// time of optimising it on the way (bench/results/review.json).
setFlagsFromString('--liftoff-only');

const interrupted = new AbortController();
process.once('SIGINT', () => {
  interrupted.abort();
  // A second Ctrl-C, or work that cannot stop by itself, ends the process at once.
  setTimeout(() => process.exit(130), 500).unref();
  process.once('SIGINT', () => process.exit(130));
});
// A reader that goes away (`relvar … | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 2));

const environment = process.env;
const colourForced = environment['FORCE_COLOR'] !== undefined && environment['FORCE_COLOR'] !== '0';
const code = await runCli(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
  input: process.stdin,
  environment,
  now: new Date(),
  colour:
    !environment['NO_COLOR'] && (colourForced || (process.stdout.isTTY === true && environment['TERM'] !== 'dumb')),
  progress: process.stderr.isTTY === true && !environment['CI'],
  signal: interrupted.signal,
});
process.exitCode = interrupted.signal.aborted ? 130 : code;
// An embedded engine keeps the event loop alive; what was written to a pipe must still arrive.
if (process.stdout.writableLength === 0) process.exit();
else process.stdout.once('drain', () => process.exit());
