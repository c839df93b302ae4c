import { describe, expect, it } from 'vitest';
import { domains } from '../knowledge/knowledge.ts';
import { understand } from './understand.ts';

const design = (text: string) => understand({ text, name: 'the description' }, domains);
const task = (text: string, name: string) =>
  design(text)
    .entities.find((one) => one.name === 'task')
    ?.attributes.find((one) => one.name === name);

describe('what is said wins over the library', () => {
  it('in type: numbers where the library has a list, with none of its values and no default of it', () => {
    expect(task('The priority of a task is between 1 and 5. A task has a title.', 'priority')).toEqual({
      name: 'priority',
      type: 'integer',
      min: 1,
      max: 5,
      cause: expect.objectContaining({ kind: 'said' }),
    });
  });

  it('in bounds, and leaves the rest as the library has it', () => {
    const { entities } = design('An online shop with products, customers and reviews. Review ratings are from 1 to 7.');
    const rating = entities.find((one) => one.name === 'review')?.attributes.find((one) => one.name === 'rating');
    expect(rating).toMatchObject({ type: 'integer', min: 1, max: 7 });
    expect(rating?.optional).toBeUndefined();
    expect(entities.map((one) => one.name)).not.toContain('to');
  });
});

describe('a pasted model wins in keys, types and what may be missing', () => {
  const { entities, relations } = design(
    `[DATA_MODEL]
Ships(imo PK varchar(7), name varchar(80), flag char(2), phone varchar(20) not null, tonnage numeric(9,1))
Voyages(id, ship_imo -> Ships, code varchar(12), leg smallint, UNIQUE (ship_imo, code))
Positions(voyage_id -> Voyages, seq int, lat, lon, recorded_at) primary key (voyage_id, seq)`,
  );
  const entity = (name: string) => entities.find((one) => one.name === name);

  it('has the keys that stand behind and among the columns', () => {
    expect(entities.map((one) => one.name)).toEqual(['ship', 'voyage', 'position']);
    expect(entity('position')?.identifiedBy).toEqual(['voyage', 'seq']);
    expect(entity('voyage')?.keys.map((one) => one.of)).toEqual([['ship_imo', 'code']]);
    expect(relations.map(({ from, to, optional }) => [from, to, optional])).toEqual([
      ['voyage', 'ship', false],
      ['position', 'voyage', false],
    ]);
  });

  it('has the types that are written', () => {
    expect(
      entity('ship')?.attributes.map(({ name, type, sqlType, optional }) => [name, type, sqlType, optional]),
    ).toEqual([
      ['imo', 'text', 'varchar(7)', undefined],
      ['name', 'name', 'varchar(80)', undefined],
      ['flag', 'text', 'char(2)', undefined],
      ['phone', 'phone', 'varchar(20)', undefined],
      ['tonnage', 'decimal', 'numeric(9,1)', undefined],
    ]);
    expect(entity('voyage')?.attributes.find((one) => one.name === 'leg')?.sqlType).toBe('smallint');
  });
});

describe('of two statements that cannot both hold, both are shown and the later is taken', () => {
  it.each([
    [
      'bounds',
      'A task has a title. The priority of a task is between 1 and 5. The priority of a task is between 1 and 10.',
      'priority',
      { min: 1, max: 10 },
    ],
    [
      'presence',
      "A task has a title. A task's due date is mandatory. A task's due date is optional.",
      'due_date',
      { optional: true },
    ],
    ['uniqueness', 'A task has a title. Task titles must be unique. Task titles need not be unique.', 'title', {}],
  ])('%s', (_, text, name, expected) => {
    const { contradictions } = design(text);
    expect(contradictions).toHaveLength(1);
    expect(contradictions[0]?.at).toBe(`task.${name}`);
    expect(task(text, name)).toMatchObject(expected);
    expect(task(text, name)?.unique).toBeUndefined();
  });

  it.each([
    [
      'A task has a title and exactly one assignee. A task can have several assignees. Users have a name.',
      'many-to-many',
    ],
    [
      'A task can have several assignees. A task has a title and exactly one assignee. Users have a name.',
      'many-to-one',
    ],
  ])('how many: %s', (text, kind) => {
    const { contradictions, relations } = design(text);
    expect(contradictions.map((one) => one.at)).toEqual(['task.assignee']);
    const between = relations.filter(
      (one) => [one.from, one.to].sort().join() === 'task,user' && one.cause.kind === 'said',
    );
    expect(between.map((one) => one.kind)).toEqual([kind]);
  });
});
