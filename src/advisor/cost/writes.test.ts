import { expect, test } from 'vitest';
import { bareTable } from '../../catalog/bare.ts';
import type { Column } from '../../catalog/table.ts';
import { postgres } from '../../engines/postgres/index.ts';
import type { AdviceInput } from '../advice.ts';
import { writeCost } from './writes.ts';

const column = (name: string) => ({ name, nullable: false, local: true }) as Column;
const table = bareTable({ schema: 'public', name: 'tasks', columns: ['id', 'state', 'finished_at'].map(column) });
const present = [{ table, keys: [{ column: 'id' }] }];

// Tried on servers: 200 updates of a column under a BRIN are 0 heap-only ones in PostgreSQL 15, and 200 in 16.
test.each([
  ['15.0', 'brin', 'lost', 10.1],
  ['16.0', 'brin', 'summarized', 0.1],
  ['16.0', 'btree', 'lost', 20],
])(
  'what ten updates a second of its column cost in PostgreSQL %s with an index by %s: heap-only ones are %s',
  (version, method, hot, entries) => {
    const input = {
      engine: postgres,
      traits: postgres.traits(version),
      statistics: { tables: {} },
      queries: [
        {
          callsPerSecond: 10,
          facts: { kind: 'update', target: table, assigned: ['state', 'finished_at'], blocks: [] },
        },
      ],
    } as unknown as AdviceInput;
    const cost = writeCost({ table, keys: [{ column: 'finished_at' }], method }, input, present);
    expect(cost.hot).toBe(hot);
    expect(cost.byUpdates?.entriesPerSecond).toBeCloseTo(entries);
  },
);
