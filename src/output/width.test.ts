import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cut, displayWidth, padEnd, wrap, wrapParts } from './width.ts';

describe('display width', () => {
  it.each([
    ['plain', 5],
    ['', 0],
    ['é', 1],
    ['e\u0301', 1],
    ['名前', 4],
    ['🛒', 2],
    ['👩‍👩‍👧', 2],
    ['🇫🇷', 2],
    ['⚠\uFE0F', 2],
    ['ｆｕｌｌ', 8],
    ['한국', 4],
    ['─█░…·×', 6],
    ['\u200B', 0],
  ])('of %j is %i', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });

  it('pads and cuts by it', () => {
    expect(displayWidth(padEnd('名前', 10))).toBe(10);
    expect(cut('名前名前', 5)).toBe('名前…');
    expect(cut('orders, items', 8)).toBe('orders…');
    expect(cut('short', 5)).toBe('short');
  });
});

describe('wrapping', () => {
  it('breaks at spaces only and keeps every word', () => {
    const words = fc.array(
      fc.string({ unit: fc.constantFrom('a', '_', '.', '(', '名', '🛒', "'"), minLength: 1, maxLength: 30 }),
    );
    fc.assert(
      fc.property(words, fc.integer({ min: 10, max: 40 }), (list, width) => {
        const lines = wrap(list.join(' '), width);
        expect(lines.join(' ').split(' ').filter(Boolean)).toEqual(list);
        for (const line of lines) if (line.includes(' ')) expect(displayWidth(line)).toBeLessThanOrEqual(width);
      }),
    );
  });

  it('keeps numbers, quoted names and commands whole', () => {
    expect(wrap('about 12 345 678 rows', 15)).toEqual(['about', '12 345 678 rows']);
    expect(wrap('the table "Order Line ""x""" is', 22)).toEqual(['the table', '"Order Line ""x""" is']);
    expect(wrap('run `relvar review db` now', 20)).toEqual(['run', '`relvar review db`', 'now']);
  });

  it('breaks a quotation that is longer than the line, and lets a long word stand alone', () => {
    expect(wrap('"one two three four five"', 12)).toEqual(['"one two', 'three four', 'five"']);
    expect(wrap('a public.a_very_long_name b', 8)).toEqual(['a', 'public.a_very_long_name', 'b']);
    expect(wrap('', 10)).toEqual(['']);
  });

  it('breaks a list between its parts', () => {
    expect(wrapParts(['20 tables', '1 view', '3 enums'], ' · ', 20)).toEqual(['20 tables · 1 view', '3 enums']);
    expect(wrapParts([], ' · ', 20)).toEqual([]);
  });
});
