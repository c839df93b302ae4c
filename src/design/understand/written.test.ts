import { describe, expect, it } from 'vitest';
import { domains } from '../knowledge/knowledge.ts';
import type { Attribute, Design } from '../model.ts';
import { understand } from './understand.ts';

const read = (text: string): Design => understand({ text, name: 'the description' }, domains);
const names = ({ entities }: Design) => entities.map((one) => one.name).sort();
const entityOf = ({ entities }: Design, name: string) => entities.find((one) => one.name === name);
const attributeOf = (design: Design, of: string, name: string): Attribute | undefined =>
  entityOf(design, of)?.attributes.find((one) => one.name === name);

describe('written tables', () => {
  it('have the keys that stand among their columns and behind them', () => {
    const design = read(`Voyages(id, name text)
Positions(voyage_id -> Voyages, seq int, lat, lon) primary key (voyage_id, seq)
Authors(id, name)
Papers(id, doi, unique(doi))
AuthorsPapers(author_id -> Authors, paper_id -> Papers, position int, PK(author_id, paper_id))
Ships(imo PK varchar(7), flag char(2))`);
    expect(entityOf(design, 'position')?.identifiedBy).toEqual(['voyage', 'seq']);
    expect(entityOf(design, 'authors_paper')?.identifiedBy).toEqual(['author', 'paper']);
    expect(attributeOf(design, 'paper', 'doi')?.unique).toBe(true);
    expect(attributeOf(design, 'ship', 'flag')?.type).toBe('text');
    expect(names(design)).toHaveLength(6);
  });
});

describe('values', () => {
  it.each([
    [
      'Ships(imo varchar(7) PK, flag char(2), tonnage numeric(10,2), crew smallint)',
      'ship',
      'imo varchar(7), flag varchar(2) = 2, tonnage numeric(10,2), crew smallint',
    ],
    [
      'A buoy has a code of 8 letters, a name of up to 40 characters and a 4-digit channel.',
      'buoy',
      'code varchar(8) = 8, name varchar(40), channel varchar(4) = 4',
    ],
    ['A buoy has a year of 4 digits and a colour.', 'buoy', 'year , colour '],
  ])('have the sizes that are told: "%s"', (text, of, sizes) => {
    expect(
      (entityOf(read(text), of)?.attributes ?? [])
        .map(({ name, sqlType = '', length }) => `${name} ${sqlType}${length === undefined ? '' : ` = ${length}`}`)
        .join(', '),
    ).toBe(sizes);
  });

  it('are numbers where they have bounds, whatever words the library has', () => {
    const design = read('A task has a title. The priority of a task is between 1 and 5.');
    const priority = attributeOf(design, 'task', 'priority');
    expect(priority).toMatchObject({ type: 'integer', min: 1, max: 5 });
    expect([priority?.values, priority?.default]).toEqual([undefined, undefined]);
  });
});

describe('large descriptions', () => {
  it('ends with 500 things in one sentence', { timeout: 60_000 }, () => {
    const letters = 'bcdfghjklmnpqrtvwxz';
    const word = (at: number) =>
      `${letters[at % 19]}a${letters[Math.trunc(at / 19) % 19]}o${letters[Math.trunc(at / 361)]}ork`;
    const pairs = Array.from({ length: 500 }, (_, at) => `${word(at)}s with ${word(at + 1)}s`);
    const begun = performance.now();
    expect(read(`${pairs.join(', ')}.`).entities).toHaveLength(501);
    // Sixteen times as long before each sentence was gone through once.
    expect(performance.now() - begun).toBeLessThan(30_000);
  });
});
