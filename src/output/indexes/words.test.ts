import { describe, expect, it, test } from 'vitest';
import { balanceTable } from './balance.ts';
import type { IndexReport, IndexToCreate } from './report.ts';
import { indexVerdict, sizeText, writeText } from './words.ts';

const query = { costBefore: 44, costAfter: 44 } as IndexReport['queries'][number];
const index = { change: {}, foreignKeys: [], bytes: 8192 } as unknown as IndexToCreate;
const totals = { indexBytes: 0, workloadCost: 44, entriesPerSecond: 0, logBytesPerSecond: 0 };
const what = (create: readonly IndexToCreate[]) =>
  indexVerdict({
    create,
    drop: [],
    queries: [query],
    totals: { before: totals, after: totals },
    unknownWrites: [],
  } as unknown as IndexReport).what;

describe('the verdict on indexes that make no query cheaper by the planner', () => {
  it('says what they are for', () => {
    expect(what([index])).toMatch(/^create 1 index: .* where a key has many more rows than the mean/);
    expect(what([{ ...index, foreignKeys: ['a of b'] }])).toMatch(/which no query plan shows/);
    expect(what([{ ...index, change: { ...index.change, unique: true } }])).toMatch(/that fail without can run/);
  });
});

describe('entries that are written', () => {
  const writeCost: IndexToCreate['writeCost'] = {
    known: false,
    entriesPerSecond: 200.05,
    logBytesPerSecond: 12_800,
    byUpdates: { entriesPerSecond: 200, logBytesPerSecond: 12_800 },
    hot: 'lost',
    source: 'inserts are not known',
  };
  it('are those that updates write where inserts are not known', () => {
    expect(writeText(writeCost)).toMatch(/^200 entries and 12.5 kB of log a second by the updates/);
    const { rows } = balanceTable({
      create: [{ ...index, definition: 'jobs (run_at)', gainPerSecond: 1, writeCost }],
      drop: [],
    });
    expect(rows[0]).toContain('≥200');
  });
  it('are unknown where nobody told of any', () => {
    const { byUpdates: _, ...none } = writeCost;
    expect(writeText(none)).toMatch(/^unknown; 200 entries a second were assumed/);
  });
});

test('a size is said to be by the size model, or a guess where nothing is known of an expression', () => {
  expect(sizeText(index)).toBe('about 8 kB, by the size model');
  expect(sizeText({ ...index, bytesGuessedFor: ["(a -> 'b')"] })).toMatch(/a guess: nothing is known.*\(a -> 'b'\)$/);
});
