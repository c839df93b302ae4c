import { describe, expect, it } from 'vitest';
import { domains } from '../knowledge/knowledge.ts';
import type { Design } from '../model.ts';
import { understand } from './understand.ts';

const read = (text: string): Design => understand({ text, name: 'the description' }, domains);

describe('two statements of one subject', () => {
  it.each([
    [
      'how many at most',
      'Teams have a name. Each team has at most 5 members. Members have an age. A team may have up to 12 members.',
      ['team.member', 'Each team has at most 5 members.', 'Each team has at most 12 member rows.'],
    ],
    [
      'one or several',
      'A mill has a name and one address. An address has a street. A mill has several addresses.',
      ['mill.address', 'A mill has a name and one address.', 'Each mill may have several address rows.'],
    ],
    [
      'one or several, from the part',
      'An usher belongs to one hall. Halls have a name. Ushers have a name. Ushers may belong to several halls.',
      ['usher.hall', 'An usher belongs to one hall.', 'Each usher may have several hall rows.'],
    ],
    [
      'whether it may be missing',
      'A mill has a name and a required phone. The phone of a mill is optional.',
      ['mill.phone', 'A mill has a name and a required phone.', 'The phone of mill is optional.'],
    ],
    [
      'whether it must be there',
      'A mill has a name and an optional phone. Every mill must have a phone.',
      ['mill.phone', 'A mill has a name and an optional phone.', 'The phone of mill is mandatory.'],
    ],
    [
      'how long it is',
      'A mill has a code of up to 10 characters. The code of a mill has 20 characters.',
      ['mill.code', 'A mill has a code of up to 10 characters.', 'The code of mill has 20 characters.'],
    ],
    [
      'whether it is unique',
      'Mills have a name and an email. The email is unique. Several mills may share the same email.',
      ['mill.email', 'The email is unique.', 'Several may have the same email.'],
    ],
    [
      'what is deleted with it',
      'Millers own mills. Mills have a name. Millers have a name. Deleting a miller deletes the mills. Mills are kept when a miller is deleted.',
      ['mill.miller', 'Deleting a miller deletes the mills.', 'A mill stays without its miller.'],
    ],
    [
      'which kind of value it is',
      'A mill has a mark (date) and a name. The mark of a mill is a text.',
      ['mill.mark', 'A mill has a mark (date) and a name.', 'The mark of mill is of type text.'],
    ],
    [
      'which states there are',
      'A mill has a name. A mill can be open or closed. A mill can be new, open or closed.',
      ['mill.status', 'A mill can be open or closed.', 'Status is one of new, open, closed.'],
    ],
    [
      'how many new ones there are a day',
      'A mill has a name. We record 100 mills a day. We record 2000 mills a day.',
      ['mill', '100 mills a day', 'There are 2000 new mill rows a day.'],
    ],
    [
      'for how long they are kept',
      'A mill log has a text. Mill logs are kept for 2 years. Mill logs are kept for 90 days.',
      ['mill_log', 'Mill logs are kept for 2 years.', 'Rows of mill log are kept for 3 months.'],
    ],
  ])('conflict in %s', (_, text, [at, first, taken]) => {
    expect(read(text).contradictions.map((one) => [one.at, one.first.words, one.taken])).toEqual([[at, first, taken]]);
  });

  it.each([
    'Teams have a name. Each team has at most 5 members. Members have an age. A team has several members.',
    'A mill has one doctor. Doctors have a name. A mill sees several doctors.',
    'A mill has a required name and a nickname. The nickname is optional.',
    'A mill has a name. Mill names are unique. The name of a mill is at most 50 characters long.',
    'A mill has one head office. A mill has several offices. Offices have a street.',
    'A mill has a name of up to 40 characters. A mill has a code of 8 characters.',
  ])('do not conflict in "%s"', (text) => {
    expect(read(text).contradictions).toEqual([]);
  });
});

describe('the later statement', () => {
  it('leaves one reference, where there are several', () => {
    const { relations } = read(
      'A mill has a name and one address. An address has a street. A mill has several addresses.',
    );
    expect(relations.map(({ from, to, kind }) => [from, to, kind])).toEqual([['address', 'mill', 'many-to-one']]);
  });

  it('holds, whichever is taken first', () => {
    const design = read('A mill has a name and a phone. The phone of a mill is optional. Each mill must have a phone.');
    expect(design.entities[0]?.attributes.find((one) => one.name === 'phone')?.optional).toBeUndefined();
    expect(design.contradictions.map((one) => one.taken)).toEqual(['The phone of mill is mandatory.']);
  });

  it('is the limit that is kept in words, since no table holds it', () => {
    const { constraints, notUnderstood } = read(
      'Teams have a name. Each team has at most 5 members. Members have an age. A team cannot have more than 12 members.',
    );
    expect(constraints).toEqual(['A team can have at most 12 members.']);
    expect(notUnderstood.map((one) => one.words)).toEqual(['A team can have at most 12 members.']);
  });
});

describe('what becomes of rows', () => {
  const rule = (said: string) => {
    const { relations } = read(`Millers own mills. Mills have a name. Millers have a name. ${said}`);
    const [one] = relations;
    return [one?.onDelete, one?.optional];
  };

  it.each([
    ['Deleting a miller deletes their mills.', 'cascade', false],
    ['When a miller is deleted, all their mills are deleted too.', 'cascade', false],
    ['Mills are deleted with their miller.', 'cascade', false],
    ['If a miller is removed, the mills stay.', 'set null', true],
    ['Mills are not deleted when a miller is deleted.', 'set null', true],
    ['A miller with mills cannot be deleted.', 'restrict', false],
    ['A miller cannot be deleted while they still have mills.', 'restrict', false],
  ])('is said by "%s"', (said, onDelete, optional) => {
    expect(rule(said)).toEqual([onDelete, optional]);
  });
});
