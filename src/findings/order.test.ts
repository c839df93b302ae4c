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
import { stated } from './evidence.ts';
import { groupItems } from './group.ts';
import { nextSteps } from './next-steps.ts';
import { orderReport } from './order.ts';

describe('order', () => {
  it('is the same whatever the order was', () => {
    expect(orderReport(shuffled(richReport))).toEqual(orderReport(richReport));
    expect(orderReport(orderReport(richReport))).toEqual(orderReport(richReport));
  });

  it('puts the most pressing first', () => {
    const { findings } = orderReport(richReport);
    expect(findings.map((one) => one.priority)).toEqual([...findings.map((one) => one.priority)].sort());
    expect(findings[0]?.rule).toBe('integer-key-will-run-out');
    const unindexed = findings.find((one) => one.rule === 'foreign-key-without-index');
    expect(unindexed?.items[0]?.at.object.name).toBe('order_items');
  });
});

describe('a group of items', () => {
  const low = item(sampleRules.unindexed, {
    at: { kind: 'table', object: table('b') },
    message: 'of b',
    evidence: [stated('x')],
    importance: 0,
  });
  const top = item(sampleRules.unindexed, {
    at: { kind: 'table', object: table('a') },
    message: 'of a',
    why: 'here',
    evidence: [stated('x')],
    importance: 1,
  });

  it('has the priority of its most pressing item and the headline of all', () => {
    expect(groupItems(sampleRules.unindexed, [low, top])).toMatchObject({
      priority: 'P0',
      confidence: top.confidence,
      message: '2 foreign keys have no index',
      why: sampleRules.unindexed.why,
      items: [top, low],
    });
  });

  it('of one speaks in its words', () => {
    expect(groupItems(sampleRules.unindexed, [top])).toMatchObject({ message: 'of a', why: 'here' });
    expect(groupItems(sampleRules.unindexed, [low])).toMatchObject({ message: 'of b', why: sampleRules.unindexed.why });
    expect(groupItems(sampleRules.unindexed, [])).toBeUndefined();
  });
});

describe('next steps', () => {
  it('name what must be fixed, the fixes and the guard, and nothing that does not apply', () => {
    const steps = nextSteps(richReport, 'relvar review db').join('\n');
    expect(steps).toContain('integer-key-will-run-out');
    expect(steps).toContain('`relvar review db --format sql -o fixes.sql`');
    expect(steps).toContain('--fail-on P0');
    expect(nextSteps(cleanReport, 'relvar review db')).toEqual(['Keep it so, in CI: `relvar review db --fail-on P1`']);
    const nice = reportOf([
      finding(sampleRules.quotes, [
        item(sampleRules.quotes, { at: { kind: 'table', object: table('X') }, message: 'x', evidence: [stated('x')] }),
      ]),
    ]);
    expect(nextSteps(nice, 'relvar review db').join('\n')).not.toContain('--format sql');
  });
});
