import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { cleanReport, hostileName, reportOf, richReport, shuffled } from '../../test/samples/report.ts';
import { sarif } from './sarif.ts';

// test/schemas/README.md tells where the schema is from. It is not written for ajv's strict mode.
const ajv = new Ajv2020({ allErrors: true, strict: false });
formats.default(ajv);
const validate = ajv.compile(JSON.parse(readFileSync('test/schemas/sarif-2.1.0.json', 'utf8')));

const run = JSON.parse(sarif(richReport)).runs[0];
type Result = {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
};
const results: readonly Result[] = run.results;
const of = (id: string) => results.find((one) => one.partialFingerprints['relvarItem/v1'] === id);

describe('sarif', () => {
  it.each([
    ['rich', richReport],
    ['clean', cleanReport],
  ])('is SARIF 2.1.0: %s', (_name, report) => {
    validate(JSON.parse(sarif(report)));
    expect(validate.errors).toBeNull();
  });

  it('has a result for every case, with its id as fingerprint', () => {
    const items = richReport.findings.flatMap((finding) => finding.items);
    expect(results).toHaveLength(items.length + richReport.suppressed.length);
    for (const { id } of items) expect(of(id)).toBeDefined();
    expect(new Set(results.map((one) => one.partialFingerprints['relvarItem/v1'])).size).toBe(results.length);
  });

  it('names the rule of each result, with help', () => {
    for (const one of results) expect(run.tool.driver.rules[one.ruleIndex]).toMatchObject({ id: one.ruleId });
    expect(run.tool.driver.rules[0].help.markdown).toContain('#');
  });

  it('says where: in the file if known, and always in the schema', () => {
    expect(of('integer-key-will-run-out:public.events:id')).toMatchObject({
      level: 'error',
      rank: 90,
      locations: [
        {
          physicalLocation: { artifactLocation: { uri: 'db/schema.sql' }, region: { startLine: 210 } },
          logicalLocations: [{ name: 'id', fullyQualifiedName: 'public.events(id)', kind: 'column' }],
        },
      ],
    });
    const hostile = of(`timestamp-without-time-zone:public."${hostileName.replaceAll('"', '""')}":created_at`);
    expect(hostile).toMatchObject({ level: 'note', locations: [{ logicalLocations: [{ kind: 'column' }] }] });
  });

  it('falls back on the file that was read, and writes paths as URIs', () => {
    const file = (name: string) =>
      JSON.parse(sarif({ ...richReport, source: { ...richReport.source, kind: 'file', name } })).runs[0].results.find(
        (one: Result) => one.ruleId === 'repeating-columns',
      ).locations[0].physicalLocation;
    expect(file('db/my schema#1.sql')).toEqual({ artifactLocation: { uri: 'db/my%20schema%231.sql' } });
    expect(file('/srv/a.sql').artifactLocation.uri).toBe('file:///srv/a.sql');
    expect(file('C:\\db\\a.sql').artifactLocation.uri).toBe('file:///C:/db/a.sql');
  });

  it('keeps what was silenced, as such', () => {
    expect(of('foreign-key-without-index:public.carts:customer_id')).toMatchObject({
      suppressions: [
        { kind: 'inSource', status: 'accepted', justification: 'carts are dropped every night <b>really</b>' },
      ],
    });
    expect(of('foreign-key-without-index:public.coupons:product_id')).toMatchObject({
      suppressions: [{ kind: 'external' }],
    });
    expect(results.filter((one) => one['suppressions'] !== undefined)).toHaveLength(2);
  });

  it('tells of diagnostics as notifications', () => {
    expect(run.invocations[0].toolExecutionNotifications).toHaveLength(3);
    expect(run.invocations[0].toolExecutionNotifications[0]).toMatchObject({
      level: 'error',
      descriptor: { id: 'statement-failed' },
      locations: [{ physicalLocation: { region: { startLine: 412 } } }],
    });
  });

  it('is the same whatever the order, and has no result where nothing was found', () => {
    expect(sarif(shuffled(richReport))).toBe(sarif(richReport));
    expect(JSON.parse(sarif(reportOf([]))).runs[0].results).toEqual([]);
  });
});
