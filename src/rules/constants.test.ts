import { describe, expect, it } from 'vitest';
import type { Column } from '../catalog/table.ts';
import { constantDefault, listedValues } from './constants.ts';

const column = (expression: string): Column => ({
  name: 'c',
  type: { text: 'text', family: 'text', name: 'text', alignment: 4 },
  nullable: true,
  local: true,
  default: expression,
});

describe('constantDefault', () => {
  it.each([
    ["'new'::text", 'new'],
    ["'it''s'::character varying(20)", "it's"],
    ['0', '0'],
    ["'-1'::integer", '-1'],
    ['(-1)', '-1'],
    ['(0)::numeric', '0'],
    ['true', 'true'],
    [`B'1'::"bit"`, '1'],
    ["''::character varying", ''],
    ["'{}'::text[]", '{}'],
    ["'draft'::shop.status", 'draft'],
    ['now()', undefined],
    ["nextval('t_id_seq'::regclass)", undefined],
    ['NULL::character varying', undefined],
    ["('a'::text || 'b'::text)", undefined],
  ])('of %s is %s', (expression, expected) => {
    expect(constantDefault(column(expression))).toBe(expected);
  });
});

describe('listedValues', () => {
  it.each([
    ["(c = ANY (ARRAY['a'::text, 'b'::text]))", ['a', 'b']],
    ["((c)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))", ['a', 'b']],
    ['(c = ANY (ARRAY[0, 1]))', ['0', '1']],
    ['((c = 0) OR (c = 1))', ['0', '1']],
    ["((c IS NULL) OR (c = 'x'::bpchar))", ['x']],
    ['((c >= 0) AND (c <= 2))', ['0', '1', '2']],
    ["(c = 'only'::text)", ['only']],
    ['(c > 0)', undefined],
    ['((c >= 0) AND (c <= 1000))', undefined],
    ["(c <> 'a'::text)", undefined],
    ["(c ~ 'a'::text)", undefined],
    ["(lower(c) = 'a'::text)", undefined],
    ["((c = 'a'::text) AND (d = 'b'::text))", undefined],
  ])('of %s are %s', (condition, expected) => {
    expect(listedValues(condition, 'c')).toEqual(expected);
  });

  it('of a column whose name needs quotes', () => {
    expect(listedValues(`("Is It" = ANY (ARRAY['Y'::bpchar, 'N'::bpchar]))`, 'Is It')).toEqual(['Y', 'N']);
  });
});
