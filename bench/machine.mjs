// What the figures were measured on, for the head of a results file.
import { cpus, loadavg, release, totalmem, type } from 'node:os';

export function machine() {
  const [cpu] = cpus();
  return {
    cpu: cpu?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.version,
    // Programs that wanted a processor in the mean of the last five minutes, this one among them: times are to be read by it.
    load: Number((loadavg()[1] ?? 0).toFixed(1)),
  };
}

/** The middle of an odd number of values, the mean of the two middle ones else. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
