import { createColors } from 'picocolors';
import { describe, expect, it } from 'vitest';
import { cleanReport, reportOf, richReport, shuffled } from '../../test/samples/report.ts';
import { printable } from './printable.ts';
import { text } from './text.ts';
import { displayWidth } from './width.ts';

const plain = text(richReport);
const flat = (output: string) => output.replaceAll(/\s+/g, ' ');

describe('text', () => {
  it('says every headline, and where, why and what to do', () => {
    for (const finding of richReport.findings) {
      expect(flat(plain)).toContain(flat(printable(finding.message)));
      expect(flat(plain)).toContain(finding.rule);
      expect(flat(plain)).toContain(flat(finding.tradeOff));
    }
    expect(plain).toContain('db/schema.sql:210');
    expect(plain).toContain('ALTER SEQUENCE public.events_id_seq AS bigint;');
  });

  it('begins with the verdict and ends with the next steps', () => {
    const verdict = plain.indexOf(`${richReport.score.value} / 100  Needs attention`);
    expect(verdict).toBeGreaterThan(0);
    expect(plain.slice(0, verdict).split('\n').length).toBeLessThan(4);
    expect(plain.trimEnd().split('\n').at(-1)).toContain('--fail-on P0');
  });

  it('groups by priority, most pressing first', () => {
    const at = ['P0 · must fix · 3', 'P1 · high priority · 1', 'P2 · nice to have · 3'].map((title) =>
      plain.indexOf(title),
    );
    expect(at.every((place) => place > 0)).toBe(true);
    expect(at).toEqual([...at].sort((a, b) => a - b));
  });

  it.each([
    ['short', {}, 80],
    ['verbose', { verbose: true }, 80],
    ['narrow', { width: 60 }, 60],
    ['wide', { width: 120 }, 120],
  ] as const)('keeps to the columns, but for what cannot be broken: %s', (_name, options, width) => {
    const long = text(richReport, options)
      .split('\n')
      .filter((line) => displayWidth(line) > width);
    // What is left is one word, or one quoted run, behind its indentation.
    for (const line of long)
      expect(line.trim().replace(/"[^"]*"/g, 'q')).toMatch(/^(·\s|[A-Z]\w+\s+|\d+\.\s)?\S+$|tick/);
  });

  it('shows five of many places, and all when asked to', () => {
    expect(plain).toContain('… and 451 more (--verbose)');
    expect(plain).not.toContain('public.t300(parent_id)');
    const all = text(richReport, { verbose: true });
    expect(all).toContain('public.t452(parent_id)');
    expect(all).toContain('CREATE INDEX CONCURRENTLY t452_parent_id_idx');
    expect(all).not.toContain('--verbose');
  });

  it('tells of rejected advice and of what was silenced only when asked to', () => {
    expect(plain).not.toContain('Considered and rejected');
    expect(plain).toContain('2 cases silenced: 1 by comment and 1 by baseline.');
    const all = text(richReport, { verbose: true });
    expect(all).toContain('Considered and rejected');
    expect(flat(all)).toContain('cost 8 211 with it, 611 042 without');
    expect(flat(all)).toContain('carts are dropped every night');
  });

  it('lets no control character through', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    expect(text(richReport, { verbose: true })).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });

  it('is the same with colours but for the colours', () => {
    const colored = text(richReport, { colors: createColors(true) });
    expect(colored).toContain('\u001b[');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sequences of colours
    expect(colored.replaceAll(/\u001b\[\d+m/g, '').replaceAll(/ +$/gm, '')).toBe(plain);
  });

  it('is the same whatever the order', () => {
    expect(text(shuffled(richReport))).toBe(plain);
  });

  it('says so when there is nothing to say', () => {
    const clean = text(cleanReport);
    expect(clean).toContain('100 / 100  Healthy: no rule found anything to say.');
    expect(clean).not.toMatch(/P[012] ·/);
    expect(clean.trimEnd().split('\n').at(-1)).toContain('--fail-on P1');
  });

  it('shows the arithmetic', () => {
    expect(flat(plain)).toContain(`${richReport.score.how} → ${richReport.score.value}`);
    const all = flat(text(richReport, { verbose: true }));
    for (const part of richReport.score.parts) for (const one of part.deductions) expect(all).toContain(one.how);
  });

  it('says when row counts are unknown', () => {
    const { rows: _rows, bytes: _bytes, ...unknown } = richReport.statistics;
    const report = reportOf([], { statistics: { ...unknown, tablesOfKnownSize: 0, largest: [] } });
    expect(text(report)).toContain('Row counts unknown');
  });
});
