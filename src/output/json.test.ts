import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import {
  cleanReport,
  finding,
  item,
  reportOf,
  richReport,
  sampleRules,
  shuffled,
  table,
} from '../../test/samples/report.ts';
import type { Change } from '../catalog/change.ts';
import { stated } from '../findings/evidence.ts';
import { json } from './json.ts';

const ajv = new Ajv2020({ allErrors: true, strict: true });
formats.default(ajv);
const validate = ajv.compile(JSON.parse(readFileSync('schemas/report.schema.json', 'utf8')));

describe('json', () => {
  it.each([
    ['rich', richReport],
    ['clean', cleanReport],
  ])('is as schemas/report.schema.json says: %s', (_name, report) => {
    validate(JSON.parse(json(report)));
    expect(validate.errors).toBeNull();
  });

  it('is described closely: what is missing or unknown is refused', () => {
    const value = JSON.parse(json(richReport));
    expect(validate({ ...value, extra: 1 })).toBe(false);
    expect(validate({ ...value, score: { ...value.score, value: 101 } })).toBe(false);
    expect(validate({ ...value, findings: [{ ...value.findings[0], id: undefined }] })).toBe(false);
  });

  it('carries all of a finding at its own level, and each case', () => {
    const { findings } = JSON.parse(json(richReport));
    const unindexed = findings.find((one: { readonly rule: string }) => one.rule === 'foreign-key-without-index');
    expect(unindexed).toMatchObject({ id: 'foreign-key-without-index', priority: 'P0', confidence: 8 });
    expect(unindexed.at).toHaveLength(456);
    expect(unindexed.items).toHaveLength(456);
    expect(unindexed.changes).toHaveLength(456);
    expect(unindexed.evidence).toHaveLength(456);
    expect(unindexed.sql.split('\n')).toHaveLength(456);
    expect(unindexed.items[0]).toMatchObject({
      id: 'foreign-key-without-index:public.order_items:order_id',
      at: ['public.order_items(order_id)'],
      subject: { kind: 'column', schema: 'public', name: 'order_items', names: ['order_id'] },
      why: sampleRules.unindexed.why,
      statements: ['CREATE INDEX CONCURRENTLY order_items_order_id_idx ON public.order_items (order_id);'],
    });
  });

  it('keeps the keys in the order in which they are documented', () => {
    const keys = Object.keys(JSON.parse(json(richReport)));
    expect(keys.slice(3)).toEqual([
      'score',
      'statistics',
      'findings',
      'risks',
      'assumptions',
      'questions',
      'suppressed',
      'rejected',
      'diagnostics',
      'nextSteps',
    ]);
  });

  it('writes large integers without loss', () => {
    // No change carries one yet; a rule's settings or an engine's bounds may.
    const change = {
      kind: 'analyze',
      table: table('t'),
      at: 9_223_372_036_854_775_807n,
      from: 12n,
    } as unknown as Change;
    const one = item(sampleRules.runsOut, {
      at: { kind: 'table', object: table('t') },
      message: 'x',
      evidence: [stated('x')],
      changes: [change],
    });
    expect(JSON.parse(json(reportOf([finding(sampleRules.runsOut, [one])]))).findings[0].changes).toMatchObject([
      { at: '9223372036854775807', from: 12 },
    ]);
  });

  it('is the same whatever the order', () => {
    expect(json(shuffled(richReport))).toBe(json(richReport));
  });
});
