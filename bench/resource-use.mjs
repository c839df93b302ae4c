// Preloaded into a measured process: tells what it used (process.resourceUsage), as JSON on file descriptor 3 when it
// ends. With RELVAR_BENCH_CLOCK=processor, limits of time are those of the processor's time: what the process would do
// on a machine without other work.
import { writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

if (process.env.RELVAR_BENCH_CLOCK === 'processor') {
  performance.now = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  };
  const after = process.env.RELVAR_BENCH_INTERRUPT;
  const timer =
    after &&
    setInterval(() => {
      if (performance.now() < after * 1000) return;
      clearInterval(timer);
      process.kill(process.pid, 'SIGINT');
    }, 100).unref();
}
// What the process used counts the threads that it began, which are preloaded, too.
if (isMainThread) process.on('exit', () => writeSync(3, JSON.stringify(process.resourceUsage())));
