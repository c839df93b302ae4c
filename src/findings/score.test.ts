import { describe, expect, it } from 'vitest';
import { finding, item, reportOf, richReport, sampleRules, table } from '../../test/samples/report.ts';
import { type QualifiedName, qualified } from '../catalog/names.ts';
import { presumed, stated } from './evidence.ts';
import type { Dimension, Finding, Severity } from './finding.ts';
import { healthScore, type Score, type ScoredSchema } from './score.ts';

const schemaOf = (count: number): ScoredSchema => {
  const tables = Array.from({ length: count }, (_, at) => table(`t${at}`));
  return { tables, importance: new Map(tables.map((name) => [qualified(name), 0.4])) };
};

let serial = 0;

/** A finding of a rule of its own on the first tables of the schema. */
function on(tables: readonly QualifiedName[], dimension: Dimension, severity: Severity, sure = true): Finding {
  const rule = { ...sampleRules.unindexed, id: `rule-${serial++}`, dimension, severity };
  return finding(
    rule,
    tables.map((object) =>
      item(rule, { at: { kind: 'table', object }, message: 'x', evidence: [sure ? stated('x') : presumed('x')] }),
    ),
  );
}

const part = (score: Score, dimension: Dimension) =>
  score.parts.find((one) => one.dimension === dimension)?.value ?? -1;

describe('health score', () => {
  it('is 100 without findings, whatever the schema', () => {
    expect(healthScore([], schemaOf(0)).value).toBe(100);
    expect(healthScore([], schemaOf(500)).value).toBe(100);
  });

  it('adds up: sub-scores are 100 less the deductions, the score is their weighted mean', () => {
    const { score } = richReport;
    for (const one of score.parts) {
      const sum = one.deductions.reduce((total, deduction) => total + deduction.points, 0);
      expect(one.value).toBeCloseTo(100 - sum, 5);
    }
    expect(score.parts.reduce((sum, one) => sum + one.weight, 0)).toBeCloseTo(1);
    expect(score.value).toBe(Math.round(score.parts.reduce((sum, one) => sum + one.weight * one.value, 0)));
    for (const one of richReport.findings) {
      expect(score.parts.flatMap((each) => each.deductions.map((deduction) => deduction.rule))).toContain(one.rule);
    }
  });

  it('leaves a good small schema near 100', () => {
    const schema = schemaOf(8);
    const few = schema.tables.slice(0, 1);
    const score = healthScore([on(few, 'integrity', 'medium', false), on(few, 'maintainability', 'low')], schema);
    expect(score.value).toBeGreaterThanOrEqual(96);
    expect(score.value).toBeLessThan(100);
    expect(score.word).toBe('healthy');
  });

  it('puts a schema with the usual faults between 75 and 90', () => {
    const schema = schemaOf(11);
    const [few, some, most] = [schema.tables.slice(0, 2), schema.tables.slice(0, 4), schema.tables.slice(0, 9)];
    const score = healthScore(
      [
        on(few, 'integrity', 'medium'),
        on(some, 'integrity', 'medium', false),
        on(few, 'integrity', 'high', false),
        on(few, 'performance', 'high'),
        on(few, 'performance', 'low'),
        on(most, 'maintainability', 'low'),
        on(few, 'maintainability', 'medium', false),
        on(some, 'scalability', 'low'),
      ],
      schema,
    );
    expect(score.value).toBeGreaterThanOrEqual(75);
    expect(score.value).toBeLessThanOrEqual(90);
  });

  it('puts a horrible schema under 40', () => {
    const schema = schemaOf(10);
    const [some, most] = [schema.tables.slice(0, 5), schema.tables.slice(0, 9)];
    const bad = (dimension: Dimension) => [
      on(most, dimension, 'high'),
      on(some, dimension, 'high'),
      on(most, dimension, 'medium'),
      on(some, dimension, 'medium'),
      on(some, dimension, 'medium', false),
    ];
    const findings = [
      ...bad('performance'),
      ...bad('integrity'),
      on(some, 'integrity', 'critical'),
      ...bad('maintainability').slice(2),
      ...bad('scalability').slice(1),
    ];
    const score = healthScore(findings, schema);
    expect(score.value).toBeLessThan(40);
    expect(score.word).toBe('in poor health');
  });

  it('is not used up by one grouped finding on every table', () => {
    const schema = schemaOf(474);
    const score = healthScore([on(schema.tables.slice(0, 456), 'performance', 'high')], schema);
    expect(part(score, 'performance')).toBeGreaterThan(50);
    expect(part(score, 'performance')).toBeLessThan(70);
    expect(score.value).toBeGreaterThan(80);
  });

  it('judges a large schema by the share of its tables, not by the number of cases', () => {
    const small = schemaOf(10);
    const large = schemaOf(1000);
    const same = (schema: ScoredSchema) =>
      healthScore([on(schema.tables.slice(0, schema.tables.length / 5), 'integrity', 'medium')], schema);
    expect(same(small).value).toBe(same(large).value);
    const everything = Array.from({ length: 70 }, () => on(large.tables.slice(0, 30), 'integrity', 'medium'));
    expect(healthScore(everything, large).value).toBeGreaterThan(50);
  });

  it('takes more off for what is worse, surer, wider or must be fixed', () => {
    const schema = schemaOf(20);
    const value = (tables: number, severity: Severity, sure = true) =>
      part(healthScore([on(schema.tables.slice(0, tables), 'integrity', severity, sure)], schema), 'integrity');
    expect(value(4, 'high')).toBeLessThan(value(4, 'medium'));
    expect(value(4, 'medium')).toBeLessThan(value(4, 'medium', false));
    expect(value(8, 'medium')).toBeLessThan(value(4, 'medium'));
    const huge = schemaOf(2000);
    expect(part(healthScore([on(huge.tables.slice(0, 1), 'integrity', 'critical')], huge), 'integrity')).toBeLessThan(
      90,
    );
  });

  it('never calls sound what must be fixed', () => {
    const schema = schemaOf(300);
    const score = healthScore([on(schema.tables.slice(0, 1), 'scalability', 'critical')], schema);
    expect(score.value).toBeGreaterThan(90);
    expect(score.word).toBe('needs attention');
  });

  it('never falls below 0 and does not depend on the order of findings', () => {
    const schema = schemaOf(3);
    const findings = Array.from({ length: 60 }, () => on(schema.tables, 'integrity', 'critical'));
    const score = healthScore(findings, schema);
    expect(part(score, 'integrity')).toBeGreaterThanOrEqual(0);
    expect(healthScore([...findings].reverse(), schema)).toEqual(score);
    expect(reportOf([...richReport.findings].reverse()).score).toEqual(richReport.score);
  });

  it('counts what is no table as a place of its own', () => {
    const rule = sampleRules.runsOut;
    const view = item(rule, { at: { kind: 'view', object: table('a_view') }, message: 'x', evidence: [stated('x')] });
    const score = healthScore([finding(rule, [view])], schemaOf(4));
    expect(part(score, 'scalability')).toBeGreaterThan(50);
    expect(part(healthScore([finding(rule, [view])], schemaOf(0)), 'scalability')).toBeLessThan(100);
  });
});
