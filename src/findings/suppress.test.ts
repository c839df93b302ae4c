import { describe, expect, it } from 'vitest';
import {
  cleanReport,
  finding,
  hostileName,
  richReport,
  sampleRules,
  table,
  unindexed,
} from '../../test/samples/report.ts';
import { baselineOf, readBaseline, writeBaseline } from './baseline.ts';
import { RelvarError } from './error.ts';
import type { Finding } from './finding.ts';
import { applySuppressions, type SuppressionContext, type Suppressions } from './suppress.ts';

const rules = new Map(Object.values(sampleRules).map((rule) => [rule.id, rule]));
const context: SuppressionContext = { rules, ran: () => true };
const none: Suppressions = { config: [], comments: [] };
const rule = sampleRules.unindexed.id;

const three: readonly Finding[] = [
  finding(sampleRules.unindexed, [
    unindexed(table('orders'), 'customer_id', 0.9, 12),
    unindexed(table('orders'), 'coupon_id', 0.9, 14),
    unindexed(table('carts', 'sales'), 'customer_id', 0.2),
  ]),
];
const ids = (findings: readonly Finding[]) => findings.flatMap((one) => one.items.map((item) => item.id));
const codes = (result: { readonly diagnostics: readonly { readonly code: string }[] }) =>
  result.diagnostics.map((one) => one.code);

describe('suppressions in the configuration', () => {
  it('silence one case and say the headline of what is left anew', () => {
    const result = applySuppressions(
      three,
      { ...none, config: [{ rule, at: 'public.orders:coupon_id', reason: 'archive' }] },
      context,
    );
    expect(ids(result.kept)).toEqual([`${rule}:public.orders:customer_id`, `${rule}:sales.carts:customer_id`]);
    expect(result.kept[0]?.message).toBe('2 foreign keys have no index');
    expect(result.suppressed).toMatchObject([
      { rule, by: 'config', reason: 'archive', item: { id: `${rule}:public.orders:coupon_id` } },
    ]);
    expect(result.diagnostics).toEqual([]);
  });

  it('silence all that is about an object, or that a glob fits', () => {
    const table = applySuppressions(three, { ...none, config: [{ rule, at: 'public.orders', reason: 'r' }] }, context);
    expect(ids(table.kept)).toEqual([`${rule}:sales.carts:customer_id`]);
    expect(table.kept[0]?.message).toContain('sales.carts');
    const bare = applySuppressions(three, { ...none, config: [{ rule, at: 'orders', reason: 'r' }] }, context);
    expect(bare.kept).toEqual(table.kept);
    const glob = applySuppressions(three, { ...none, config: [{ rule: '*', at: 'sales.*', reason: 'r' }] }, context);
    expect(ids(glob.kept)).toHaveLength(2);
    const all = applySuppressions(three, { ...none, config: [{ rule, reason: 'r' }] }, context);
    expect(all.kept).toEqual([]);
    expect(all.suppressed).toHaveLength(3);
  });

  it('of an unknown rule, or of nothing, are told', () => {
    const config = [
      { rule: 'foreign-key-withuot-index', reason: 'typo' },
      { rule, at: 'public.gone', reason: 'r' },
    ];
    expect(codes(applySuppressions(three, { ...none, config }, context))).toEqual([
      'suppression-of-unknown-rule',
      'suppression-stale',
    ]);
    expect(codes(applySuppressions(three, { ...none, config }, { rules, ran: () => false }))).toEqual([
      'suppression-of-unknown-rule',
    ]);
  });

  it('of a mistyped rule name the one that is meant', () => {
    const near = [...rules.keys()][0] ?? '';
    const config = [{ rule: `${near}x`, reason: 'typo' }];
    const [told] = applySuppressions(three, { ...none, config }, context).diagnostics;
    expect(told?.hint).toBe(`did you mean ${near}?`);
  });

  it('do not change findings that they do not touch', () => {
    const result = applySuppressions(richReport.findings, none, context);
    expect(result.kept).toEqual(richReport.findings);
  });
});

describe('suppressions in comments', () => {
  it('silence what is written on the lines that they cover', () => {
    const comments = [
      { rules: [rule], reason: 'small', file: 'db/schema.sql', line: 11, covers: { from: 12, to: 13 } },
    ];
    const result = applySuppressions(three, { ...none, comments }, context);
    expect(result.suppressed).toMatchObject([
      { by: 'comment', reason: 'small', item: { at: { names: ['customer_id'] } } },
    ]);
    const elsewhere = comments.map((comment) => ({ ...comment, file: 'db/other.sql' }));
    expect(codes(applySuppressions(three, { ...none, comments: elsewhere }, context))).toEqual(['suppression-stale']);
  });

  it('silence a table whole, a column alone', () => {
    const at = { kind: 'table', object: table('orders') } as const;
    expect(
      ids(applySuppressions(three, { ...none, comments: [{ rules: [rule], reason: 'r', at }] }, context).kept),
    ).toHaveLength(1);
    const column = { kind: 'column', object: table('orders'), names: ['coupon_id'] } as const;
    expect(
      ids(applySuppressions(three, { ...none, comments: [{ rules: [rule], reason: 'r', at: column }] }, context).kept),
    ).toHaveLength(2);
  });

  it('are honoured without a reason, with a warning at their place', () => {
    const comments = [
      { rules: [rule], file: 'db/schema.sql', line: 11, at: { kind: 'table', object: table('orders') } as const },
    ];
    const result = applySuppressions(three, { ...none, comments }, context);
    expect(result.suppressed).toHaveLength(2);
    expect(result.diagnostics).toMatchObject([
      { severity: 'warning', code: 'suppression-without-reason', file: 'db/schema.sql', line: 11 },
    ]);
  });

  it('yield to the configuration when both speak, and neither is stale', () => {
    const result = applySuppressions(
      three,
      {
        config: [{ rule, at: 'public.orders', reason: 'from config' }],
        comments: [{ rules: [rule], reason: 'from comment', at: { kind: 'table', object: table('orders') } }],
      },
      context,
    );
    expect(result.suppressed.map((one) => one.by)).toEqual(['config', 'config']);
    expect(result.diagnostics).toEqual([]);
  });
});

describe('baseline', () => {
  it('silences exactly what it was made of', () => {
    const baseline = baselineOf(richReport.findings);
    const result = applySuppressions(richReport.findings, { ...none, baseline }, context);
    expect(result.kept).toEqual([]);
    expect(result.suppressed).toHaveLength(baseline.items.length);
    expect(result.diagnostics).toEqual([]);
    const grown = [...richReport.findings, ...three];
    expect(ids(applySuppressions(grown, { ...none, baseline }, context).kept)).toEqual(ids(three));
  });

  it('is sorted, without doubles, and survives its file', () => {
    const baseline = baselineOf([...richReport.findings].reverse());
    expect(baseline).toEqual(baselineOf([...richReport.findings, ...richReport.findings]));
    expect(baseline.items).toContain(
      `timestamp-without-time-zone:public."${hostileName.replaceAll('"', '""')}":created_at`,
    );
    expect(readBaseline(writeBaseline(baseline), 'b.json')).toEqual(baseline);
    expect(writeBaseline(baselineOf(cleanReport.findings))).toBe('{\n  "version": 1,\n  "items": []\n}\n');
  });

  it('tells once of all entries that no longer match, but not of rules that did not run', () => {
    const items = Array.from({ length: 8 }, (_, at) => `${rule}:public.gone${at}:x`);
    const baseline = { version: 1, items } as const;
    const result = applySuppressions([], { ...none, baseline }, context);
    expect(result.diagnostics).toHaveLength(1);
    expect(result.diagnostics[0]?.message).toMatch(/^8 entries .* and 3 more$/);
    expect(applySuppressions([], { ...none, baseline }, { rules, ran: () => false }).diagnostics).toEqual([]);
    const removed = { version: 1, items: ['no-such-rule:public.x'] } as const;
    expect(codes(applySuppressions([], { ...none, baseline: removed }, { rules, ran: () => false }))).toEqual([
      'suppression-stale',
    ]);
  });

  it.each(['', '[]', '{"version":2,"items":[]}', '{"version":1,"items":[1]}', '{"version":1}', 'null'])(
    'refuses %j',
    (text) => {
      expect(() => readBaseline(text, 'b.json')).toThrow(RelvarError);
    },
  );
});
