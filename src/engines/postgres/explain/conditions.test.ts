import { describe, expect, test } from 'vitest';
import { planTexts } from '../../../../test/plans/corpus.ts';
import { conditionReader } from './conditions.ts';
import { readPlan } from './read.ts';

const conditionsOf = await conditionReader();

test('a comparison as EXPLAIN prints it', () => {
  expect(conditionsOf(`((status)::text = 'x'::text)`)).toMatchObject([
    {
      kind: 'comparison',
      operator: '=',
      negated: false,
      left: { column: { column: 'status' }, cast: 'text' },
      right: { constant: 'x' },
    },
  ]);
});

test('what AND joins is one by one', () => {
  expect(conditionsOf(`((lower(email) = $1) AND (o.total > '5'::numeric))`)).toMatchObject([
    { left: { functions: ['lower'], column: { column: 'email' } }, right: { parameter: 1 } },
    { operator: '>', left: { column: { relation: 'o', column: 'total' } } },
  ]);
});

test('a list written as an array has its members', () => {
  expect(conditionsOf(`(a = ANY ('{1,2}'::integer[]))`)).toMatchObject([
    { kind: 'in list', negated: false, list: [{ constant: '1' }, { constant: '2' }] },
  ]);
});

describe('parts of the plan', () => {
  test('NOT IN to version 16', () => {
    expect(conditionsOf('(NOT (hashed SubPlan 1))')).toEqual([
      {
        text: 'NOT ((hashed SubPlan 1))',
        clause: 'where',
        kind: 'in subquery',
        negated: true,
        right: { text: '(hashed SubPlan 1)', functions: [] },
      },
    ]);
  });

  test('IN and NOT IN from version 17', () => {
    expect(conditionsOf('((NOT (ANY (id = (hashed SubPlan 1).col1))) OR (region = 3))')).toMatchObject([
      {
        kind: 'or',
        branches: [
          [
            {
              kind: 'in subquery',
              negated: true,
              operator: '=',
              left: { column: { column: 'id' } },
              right: { functions: [] },
            },
          ],
          [{ kind: 'comparison' }],
        ],
      },
    ]);
  });

  test('EXISTS, alternatives and the result of an InitPlan', () => {
    expect(conditionsOf('EXISTS(SubPlan 1)')).toMatchObject([{ kind: 'exists', negated: false }]);
    expect(conditionsOf('(alternatives: SubPlan 1 or hashed SubPlan 2)')).toMatchObject([{ kind: 'in subquery' }]);
    const [condition] = conditionsOf('(total > (InitPlan 1).col1)');
    expect(condition).toMatchObject({ kind: 'comparison', right: { text: '(InitPlan 1)' } });
    expect(condition?.right?.column).toBeUndefined();
    expect(conditionsOf('(total > $0)')).toMatchObject([{ kind: 'comparison', right: { parameter: 0 } }]);
  });

  test('a constant that looks like one', () => {
    expect(conditionsOf(`(note = '(hashed SubPlan 1)'::text)`)).toMatchObject([
      { kind: 'comparison', right: { constant: '(hashed SubPlan 1)' } },
    ]);
  });
});

test('what is no expression is kept as it is', () => {
  for (const text of ['never (', '', 'a b c d', '1; drop table x']) {
    expect(conditionsOf(text)).toEqual([{ text, clause: 'where', kind: 'other', negated: false }]);
  }
});

test('every condition in the corpus can be taken apart', async () => {
  const texts = new Set<string>();
  for (const { text, title } of planTexts()) {
    for (const [found] of JSON.stringify(await readPlan(text, title)).matchAll(
      /"(?:Filter|[A-Z][a-z]+ Cond|Join Filter|One-Time Filter|Run Condition)":"(?:[^"\\]|\\.)*"/g,
    )) {
      const [, condition] = Object.entries(JSON.parse(`{${found}}`) as Record<string, string>)[0] ?? [];
      texts.add(condition ?? '');
    }
  }
  expect(texts.size).toBeGreaterThan(80);
  const unread = [...texts].filter((text) =>
    conditionsOf(text).some(
      (one) =>
        one.left === undefined &&
        one.right === undefined &&
        one.branches === undefined &&
        one.kind === 'other' &&
        one.text === text,
    ),
  );
  expect(unread).toEqual([]);
});
