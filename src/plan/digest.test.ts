import { expect, test } from 'vitest';
import { editedSteps, planDigest, stepDigest, withDigests } from './digest.ts';
import type { MigrationPlan, Step } from './plan.ts';

const step: Step = {
  id: '001',
  title: 'Add column note to public.orders',
  phase: 'expand',
  class: 'brief lock',
  work: { kind: 'statements', statements: [{ sql: 'ALTER TABLE public.orders ADD note text', transactional: true }] },
  effects: { locks: [], rewritten: [], scanned: [], indexesBuilt: [], known: 'rehearsed' },
  duration: { leastSeconds: 0, likelySeconds: 0, mostSeconds: 1, basis: 'catalog only' },
  precautions: { lockTimeoutMilliseconds: 1000, retries: 5 },
  preconditions: [],
  watch: [],
  undo: { none: 'not told' },
};
const plan: MigrationPlan = {
  format: 'relvar-plan',
  version: 1,
  from: { name: 'old', hash: 'a' },
  to: { name: 'new', hash: 'b' },
  engine: { id: 'postgres', version: '16' },
  mode: 'zero-downtime',
  steps: [step],
  leftOut: [],
  notes: [],
};

test('what a step does counts, and what is told of it does not', () => {
  expect(stepDigest({ ...step, title: 'Another', why: 'so' })).toBe(stepDigest(step));
  expect(stepDigest({ ...step, undo: { none: 'told otherwise' } })).toBe(stepDigest(step));
  const other = { kind: 'statements' as const, statements: [{ sql: 'SELECT 1', transactional: true }] };
  expect(stepDigest({ ...step, work: other })).not.toBe(stepDigest(step));
  expect(stepDigest({ ...step, undo: { work: [other] } })).not.toBe(stepDigest(step));
  expect(stepDigest({ ...step, precautions: { retries: 5 } })).not.toBe(stepDigest(step));
});

test('a plan is known by its ends and its steps in their order', () => {
  expect(planDigest({ ...plan, notes: ['x'] })).toBe(planDigest(plan));
  expect(planDigest({ ...plan, to: { name: 'new', hash: 'c' } })).not.toBe(planDigest(plan));
  const second = { ...step, id: '002' };
  expect(planDigest({ ...plan, steps: [step, second] })).not.toBe(planDigest({ ...plan, steps: [second, step] }));
});

test('what was edited is told', () => {
  const three = withDigests({ ...plan, steps: [step, { ...step, id: '002' }, { ...step, id: '003' }] });
  const [one, two, last] = three.steps as [Step, Step, Step];
  expect(editedSteps(three)).toEqual([]);
  expect(editedSteps({ ...three, steps: [one, { ...two, title: 'Another' }, last] })).toEqual([]);
  expect(editedSteps({ ...three, steps: [one, { ...two, phase: 'contract' }, last] })).toEqual([
    'step 002 was changed',
  ]);
  expect(editedSteps({ ...three, steps: [one, last] })).toEqual(['step 002 was taken out']);
  expect(editedSteps({ ...three, steps: [one, two, last, { ...one, id: '004' }] })).toEqual(['step 004 was added']);
  expect(editedSteps({ ...three, steps: [two, one, last] })).toEqual(['the order of the steps was changed']);
});
