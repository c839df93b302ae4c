import { describe, expect, it } from 'vitest';
import { cleanReport, richReport, shuffled } from '../../test/samples/report.ts';
import { markdown } from './markdown.ts';
import { code, escaped, fenced, prose } from './markdown-text.ts';

const output = markdown(richReport);
/** What stands outside of code. */
const outside = output.replaceAll(/^(`{3,})[\s\S]*?^\1$/gm, '').replaceAll(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, '');

describe('markdown', () => {
  it('says every headline', () => {
    for (const finding of richReport.findings) expect(output).toContain(`. ${escaped(finding.message)}\n`);
    expect(output).toContain(`**${richReport.score.value} / 100.**`);
    expect(output).toContain(`${richReport.score.how} → **${richReport.score.value}**`);
  });

  it('has no HTML but its own folds, whatever the names', () => {
    const tags = outside.replaceAll(/\\[<>]/g, '').match(/<[^>]*>/g) ?? [];
    expect(new Set(tags)).toEqual(new Set(['<details>', '<summary>', '</summary>', '</details>']));
    expect(tags.filter((tag) => tag === '<details>')).toHaveLength(tags.filter((tag) => tag === '</details>').length);
    expect(outside).not.toMatch(/(?<!\\)\*star/);
    expect(outside).not.toContain('@all');
  });

  it('folds many cases, and lists all when asked to', () => {
    expect(output).toContain('<summary>and 451 more</summary>');
    expect(output).toContain('and 401 more (--verbose)');
    expect(output.length).toBeLessThan(65_536);
    expect(markdown(richReport, { verbose: true })).toContain('CREATE INDEX CONCURRENTLY t452_parent_id_idx');
  });

  it('is the same whatever the order, and says so when nothing was found', () => {
    expect(markdown(shuffled(richReport))).toBe(output);
    expect(markdown(cleanReport)).toContain('Healthy: no rule found anything to say.');
  });
});

describe('text in Markdown', () => {
  it.each([
    ['order_items has_many', 'order_items has_many'],
    ['_private *bold* [x](y)', '\\_private \\*bold\\* \\[x\\](y)'],
    ['a | b < c > d & e', 'a \\| b \\< c \\> d &amp; e'],
    ['# no heading', '\\# no heading'],
    ['1. no list', '\\1. no list'],
    ['two\nlines', 'two\\\\nlines'],
  ])('escapes %j', (from, to) => {
    expect(escaped(from)).toBe(to);
  });

  it('fences code that holds backticks', () => {
    expect(code('a`b')).toBe('``a`b``');
    expect(code('`a')).toBe('`` `a ``');
    expect(fenced('a\n```\nb', 'sql')).toBe('````sql\na\n```\nb\n````');
    expect(prose('run `a_b *c*` now')).toBe('run `a_b *c*` now');
  });
});
