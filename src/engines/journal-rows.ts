import type { JournalEntry, JournalRun } from './applying.ts';
import type { Row } from './connection.ts';

/** A run as the journal's table has it: id, plan, from_name, to_name, state, started_at, hash. */
export function readRun(row: Row): JournalRun {
  const hash = row['hash'];
  return {
    id: String(row['id']),
    plan: String(row['plan']),
    from: String(row['from_name']),
    to: String(row['to_name']),
    // What the table's own check admits.
    state: row['state'] as JournalRun['state'],
    startedAt: String(row['started_at']),
    ...(typeof hash === 'string' ? { hash } : {}),
  };
}

/** An entry as the journal's table has it; where nothing is done in batches, it has no rows and no last key. */
export function readEntry(row: Row): JournalEntry {
  const key = row['last_key'];
  return {
    step: String(row['step']),
    // What the table's own checks admit.
    direction: row['direction'] as JournalEntry['direction'],
    state: row['state'] as JournalEntry['state'],
    part: Number(row['part']),
    digest: String(row['digest']),
    seconds: Number(row['seconds']),
    rows: Number(row['rows'] ?? 0),
    lastKey: Array.isArray(key) ? key.map(String) : null,
  };
}
