import { expect, it } from 'vitest';
import { nameModifiers } from './modifiers.ts';

const named = (sql: string): string => nameModifiers(sql, ['geometry', 'geography']).sql;

it('makes words part of the name, spelled as PostGIS does', () => {
  expect(
    named('create table t (a geometry(point), b public.GEOMETRY ( MultiPolygonZ , 4326 )[], c geography(Point))'),
  ).toBe('create table t (a "geometry(Point)", b public."geometry(MultiPolygonZ,4326)"[], c "geography(Point,4326)")');
  expect(named('create table t (a "geometry"(Point, 0))')).toBe('create table t (a "geometry(Point)")');
});

it('leaves alone numbers, calls, strings, comments and quoted names', () => {
  for (const sql of [
    'geometry(3)',
    "select geometry('POINT(0 0)')",
    'select geometry(at)',
    "'geometry(Point)'",
    '-- geometry(Point)',
    '/* geometry(Point) */',
    '"geometry(Point)"',
    '$$ geometry(Point) $$',
    'my_geometry(Point)',
  ]) {
    expect(named(sql)).toBe(sql);
  }
});

it('tells which types it named', () => {
  expect(nameModifiers('a geometry(Point,4326), b geometry(Point, 4326)', ['geometry']).named).toEqual([
    { type: 'geometry', modifiers: 'Point,4326' },
    { type: 'geometry', modifiers: 'Point,4326' },
  ]);
});
