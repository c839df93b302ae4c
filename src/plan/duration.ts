import { type QualifiedName, qualified } from '../catalog/names.ts';
import type { Statistics } from '../catalog/statistics.ts';
import type { DraftStep } from '../engines/procedure.ts';
import type { Duration, StepEffects } from './plan.ts';
import type { KnownRates } from './rates.ts';

/** What durations are reckoned from. */
export interface Sizing {
  readonly statistics: Statistics;
  readonly known: KnownRates;
  /** Tables as they are called before the migration, by names that they have later. */
  readonly formerly: (table: QualifiedName) => QualifiedName;
}

/** A guess is right to a factor: by so much it may be faster or slower. */
const spread = 3;
/** Taking a lock, writing a catalogue entry, a round trip. */
const instant = 0.05;

/** How long a step takes at the sizes of its tables; the sum of what it reads, writes, builds and looks up. */
export function durationOf(draft: DraftStep, effects: StepEffects, sizing: Sizing): Duration {
  const { work } = draft;
  if (work.kind === 'wait') {
    const seconds = work.seconds ?? 0;
    const basis = work.seconds === undefined ? 'as long as people take' : 'the quarantine';
    return { leastSeconds: seconds, likelySeconds: seconds, mostSeconds: seconds, basis };
  }
  const { rates, origin } = sizing.known;
  const parts: { readonly seconds: number; readonly text: string }[] = [];
  const sizeOf = (table: QualifiedName) => sizing.statistics.tables[qualified(sizing.formerly(table))];
  if (work.kind === 'batches') {
    const rows = sizeOf(work.table)?.rows ?? 0;
    const pauses = (rows / work.rowsPerBatch) * (work.pauseMilliseconds / 1000);
    parts.push({
      seconds: rows / rates.batchRows + pauses,
      text: `${count(rows)} rows at ${count(rates.batchRows)} rows/s, with pauses of ${work.pauseMilliseconds} ms`,
    });
  }
  for (const table of effects.rewritten) {
    const bytes = sizeOf(table)?.totalBytes ?? sizeOf(table)?.bytes ?? 0;
    parts.push({
      seconds: bytes / rates.rewriteBytes,
      text: `${qualified(table)}: ${size(bytes)} written anew at ${size(rates.rewriteBytes)}/s`,
    });
  }
  const rewritten = new Set(effects.rewritten.map(qualified));
  const built = new Set((draft.builds ?? []).map((one) => qualified(one.table)));
  // The pieces of batches are counted as rows.
  for (const table of work.kind === 'batches' ? [] : effects.scanned) {
    if (rewritten.has(qualified(table)) || built.has(qualified(table))) continue;
    const bytes = sizeOf(table)?.bytes ?? 0;
    parts.push({
      seconds: bytes / rates.scanBytes,
      text: `${qualified(table)}: ${size(bytes)} read at ${size(rates.scanBytes)}/s`,
    });
  }
  for (const { table } of draft.builds ?? []) {
    const rows = sizeOf(table)?.rows ?? 0;
    // A concurrent build reads the table twice.
    const scans = (2 * (sizeOf(table)?.bytes ?? 0)) / rates.scanBytes;
    parts.push({
      seconds: rows / rates.indexRows + scans,
      text: `${qualified(table)}: ${count(rows)} rows indexed at ${count(rates.indexRows)} rows/s, read twice`,
    });
  }
  const likely = instant + parts.reduce((sum, part) => sum + part.seconds, 0);
  if (parts.length === 0) {
    return { leastSeconds: 0, likelySeconds: instant, mostSeconds: 1, basis: 'no work on rows' };
  }
  return {
    leastSeconds: rounded(likely / spread),
    likelySeconds: rounded(likely),
    mostSeconds: rounded(likely * spread),
    basis: `${parts.map((part) => part.text).join('; ')} (rates ${origin})`,
  };
}

/** Three digits tell more than a guess knows. */
function rounded(seconds: number): number {
  return Number(seconds.toPrecision(3));
}

function count(value: number): string {
  if (value >= 1e9) return `${Number((value / 1e9).toPrecision(3))}B`;
  if (value >= 1e6) return `${Number((value / 1e6).toPrecision(3))}M`;
  return value >= 1e4 ? `${Number((value / 1e3).toPrecision(3))}k` : String(Math.round(value));
}

function size(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let at = 0;
  while (value >= 1000 && at < units.length - 1) {
    value /= 1000;
    at++;
  }
  return `${Number(value.toPrecision(3))} ${units[at]}`;
}
