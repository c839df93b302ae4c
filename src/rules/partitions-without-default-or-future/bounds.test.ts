import { describe, expect, it } from 'vitest';
import { add, instant, parseBound, widthOf } from './bounds.ts';

describe('parseBound', () => {
  it('reads ranges of several columns', () => {
    expect(parseBound("FOR VALUES FROM ('2024-01-01', MINVALUE) TO ('2024-02-01', 'it''s')")).toEqual({
      kind: 'range',
      from: ['2024-01-01', 'MINVALUE'],
      to: ['2024-02-01', "it's"],
    });
  });
  it('reads lists', () => {
    expect(parseBound("FOR VALUES IN ('a', 'b, c', NULL, 7)")).toEqual({
      kind: 'list',
      values: ['a', 'b, c', 'NULL', '7'],
    });
  });
  it('leaves the rest', () => {
    expect(parseBound('DEFAULT').kind).toBe('other');
    expect(parseBound('FOR VALUES WITH (modulus 4, remainder 0)').kind).toBe('other');
  });
});

describe('instant', () => {
  it.each([
    ['2024-02-01', '2024-02-01T00:00:00.000Z'],
    ['2024-02-01 10:30:00', '2024-02-01T10:30:00.000Z'],
    ['2024-02-01 00:00:00+00', '2024-02-01T00:00:00.000Z'],
    ['2024-02-01 00:00:00+05:30', '2024-01-31T18:30:00.000Z'],
    ['2024-02-01 00:00:00-03', '2024-02-01T03:00:00.000Z'],
  ])('%s', (literal, expected) => expect(new Date(instant(literal) ?? 0).toISOString()).toBe(expected));
  it('knows the ends of time', () =>
    expect([instant('infinity'), instant('MINVALUE'), instant('abc')]).toEqual([Infinity, -Infinity, undefined]));
});

describe('widthOf', () => {
  it('counts months', () => {
    const width = widthOf(Date.UTC(2024, 10, 1), Date.UTC(2025, 1, 1));
    expect(width).toEqual({ months: 3 });
    expect(new Date(add(Date.UTC(2025, 1, 1), width ?? { months: 0 })).toISOString()).toBe('2025-05-01T00:00:00.000Z');
  });
  it('takes anything else as a fixed time', () =>
    expect(widthOf(Date.UTC(2024, 0, 1), Date.UTC(2024, 0, 8))).toEqual({ milliseconds: 7 * 86_400_000 }));
  it('has none without an end', () => expect(widthOf(0, Infinity)).toBeUndefined());
});
