import { expect, test } from 'vitest';
import { emptyCatalog } from '../catalog/catalog.ts';
import { noStatistics } from '../catalog/statistics.ts';
import type { DraftStep } from '../engines/procedure.ts';
import { planMigration, unknownEffects } from './plan-migration.ts';
import { presumedRates } from './rates.ts';

const batches: DraftStep = {
  title: 'Fill it',
  phase: 'migrate',
  work: {
    kind: 'batches',
    table: { schema: 'public', name: 't' },
    sql: 'select null as last, 0 as rows',
    total: 'select 0',
    rowsPerBatch: 5000,
    pauseMilliseconds: 0,
  },
  undo: { work: [] },
};
const wait: DraftStep = { ...batches, title: 'Deploy', work: { kind: 'wait', until: ['It is deployed.'] } };

const planned = (drafts: readonly DraftStep[], effects: typeof unknownEffects) =>
  planMigration(
    drafts,
    drafts.map(() => effects),
    {
      from: { name: 'a', hash: '' },
      to: { name: 'b', hash: '' },
      engine: { id: 'postgres', version: '18' },
      mode: 'zero-downtime',
      leftOut: [],
      notes: [],
    },
    {
      before: emptyCatalog,
      statistics: noStatistics,
      known: { rates: presumedRates, origin: 'presumed' },
      formerly: (table) => table,
    },
  ).steps;

test('what could not be rehearsed is feared, batches too; a wait runs nothing', () => {
  const classes = (effects: typeof unknownEffects) => planned([batches, wait], effects).map((step) => step.class);
  expect(classes(unknownEffects)).toEqual(['long lock', 'online']);
  expect(classes({ ...unknownEffects, known: 'rehearsed' })).toEqual(['online', 'online']);
});

test('what a step loses its undo is told not to bring back', () => {
  const loses = 'the values of t.a';
  const drop = { ...batches, title: 'Drop it', loses };
  expect(planned([drop], unknownEffects)[0]?.undo).toEqual({ work: [], loses });
  expect(planned([{ ...drop, undo: { work: [], loses: 'some of them' } }], unknownEffects)[0]?.undo).toMatchObject({
    loses: 'some of them',
  });
});
