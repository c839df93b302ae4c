import { parse } from 'libpg-query';
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
import { presumed, stated } from '../findings/evidence.ts';
import { sql } from './sql.ts';

const statements = async (script: string) =>
  ((await parse(script)) as { readonly stmts?: readonly unknown[] }).stmts ?? [];

describe('sql', () => {
  it('is a script that the engine reads, with every statement once', async () => {
    const all = new Set(richReport.findings.flatMap((one) => one.items.flatMap((each) => each.sql)));
    expect(await statements(sql(richReport))).toHaveLength(all.size);
  });

  it('says of each fix what it is for', () => {
    const script = sql(richReport);
    for (const { rule, items } of richReport.findings) {
      expect(script).toContain(`${rule}, confidence`);
      expect(script).toContain(`${items.length} case`);
    }
    expect(script).toContain('-- No statement: it needs a decision.');
  });

  it('speaks of concurrent builds where there are any', () => {
    const script = (text: string) =>
      sql(
        reportOf([
          finding(sampleRules.unindexed, [
            item(sampleRules.unindexed, {
              at: { kind: 'index', object: table('t'), names: ['a'] },
              message: 'a',
              evidence: [stated('x')],
              sql: [text],
            }),
          ]),
        ]),
      ).replaceAll('\n-- ', ' ');
    expect(script('CREATE INDEX CONCURRENTLY a ON t (a)')).toContain('not in one transaction');
    expect(script('ALTER TABLE t ADD KEY a (a)')).not.toMatch(/CONCURRENTLY|transaction/);
  });

  it('ends every statement, and leaves out what was said before', async () => {
    const drop = (name: string, text: string) =>
      item(sampleRules.unindexed, {
        at: { kind: 'index', object: table('t'), names: [name] },
        message: name,
        evidence: [stated('x')],
        sql: [text],
      });
    const report = reportOf([
      finding(sampleRules.unindexed, [drop('a', 'DROP INDEX a'), drop('b', 'DROP INDEX b -- gone')]),
      finding(sampleRules.shape, [drop('a', 'DROP INDEX a;')]),
    ]);
    expect(await statements(sql(report))).toHaveLength(2);
    expect(sql(report)).toContain('-- As above: DROP INDEX a;');
  });

  it('comments out what is only presumed', async () => {
    const guess = item(sampleRules.unique, {
      at: { kind: 'column', object: table('t'), names: ['code'] },
      message: 'x',
      evidence: [presumed('x', 'fair')],
      sql: ['ALTER TABLE t\n  ADD UNIQUE (code);'],
    });
    const script = sql(reportOf([finding(sampleRules.unique, [guess])]));
    expect(await statements(script)).toHaveLength(0);
    expect(script).toContain('--? ALTER TABLE t\n--?   ADD UNIQUE (code);');
  });

  it('cannot be broken out of by a name', async () => {
    const name = 'x\n; DROP TABLE customers; --';
    const evil = item(sampleRules.shape, {
      at: { kind: 'table', object: table(name) },
      message: `about ${name}`,
      evidence: [stated('x')],
    });
    expect(await statements(sql(reportOf([finding(sampleRules.shape, [evil])])))).toHaveLength(0);
  });

  it('is the same whatever the order, and says so when nothing is to be done', async () => {
    expect(sql(shuffled(richReport))).toBe(sql(richReport));
    expect(await statements(sql(cleanReport))).toHaveLength(0);
  });
});
