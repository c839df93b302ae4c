import { describe, expect, it } from 'vitest';
import { postgresTraits } from '../engines/postgres/traits.ts';
import { designOfBrief } from './brief/design-of.ts';
import { readBrief } from './brief/read.ts';
import { briefOf, briefText } from './brief/write.ts';
import { domains } from './knowledge/knowledge.ts';
import type { Design } from './model.ts';
import { refine } from './refine.ts';
import { structure } from './structure/structure.ts';
import { grammar, understand } from './understand/understand.ts';

const cellar = understand(
  {
    text: 'Wines have a name. A bottle of a wine has a price, a vintage and a number, unique per wine. Prices are positive. List bottles of a wine by price. 20K bottles, 2K wines. Members have an email and a phone, optional. Members follow each other.',
    name: 'the description',
  },
  domains,
);
const refined = (words: string, design: Design = cellar) => refine(design, words, grammar(domains), domains);
const tables = (design: Design) => structure(design, postgresTraits('18')).blueprint.tables;

describe('a name', () => {
  it('of a thing is another in all that refers to it, and nothing else is', async () => {
    const { design, changes } = await refined('rename wines to labels');
    expect(changes).toEqual(['wine is now called label.']);
    const swap = (value: unknown) =>
      JSON.parse(JSON.stringify(value).replaceAll(/wine/g, 'label')) as readonly { readonly name: string }[];
    const plain = (some: Design) =>
      tables(some).map(({ name, columns, uniques, references }) => ({
        name,
        columns: columns.map((one) => one.name),
        uniques,
        references,
      }));
    expect(plain(design)).toEqual(swap(plain(cellar)));
    expect(JSON.stringify(design.access.map(({ cause: _, about: __, ...one }) => one))).not.toContain('wine');
    const again = designOfBrief(readBrief(briefText(briefOf(design)), 'brief.yaml'), domains);
    expect(tables(again)).toEqual(tables(design));
  });

  it('of an attribute is another in its rules and queries', async () => {
    const { design, changes } = await refined('rename the price of bottles to cost');
    expect(changes).toEqual(['bottle.price is now called cost.']);
    const [access] = design.access.filter((one) => one.of === 'bottle');
    expect(access?.order).toEqual(['cost']);
  });

  it('that is taken, or of what is not there, is told', async () => {
    await expect(refined('rename wines to bottles')).rejects.toThrow('changes the design');
    await expect(refined('rename cows to goats')).rejects.toThrow('changes the design');
  });
});

describe('words', () => {
  it.each([
    ['we no longer need bottles', 'bottle is left out.'],
    ['bottles are no longer needed', 'bottle is left out.'],
    ['members no longer have a phone', 'member.phone is left out.'],
    ['when a bottle is drunk we keep the date', 'bottle.drunk_on is new (date).'],
    ['wines can be rated 1-5 stars', 'rating refers to wine.'],
    ['wines and bottles can blorp', undefined],
  ])('of %s say: %s', async (words, change) => {
    if (change === undefined) await expect(refined(words)).rejects.toThrow('changes the design');
    else expect((await refined(words)).changes).toContain(change);
  });

  it('of each other are of a table between a thing and itself', async () => {
    const plain = understand({ text: 'Members have an email.', name: 'the description' }, domains);
    const { design } = await refined('members can follow each other', plain);
    const between = tables(design).find((one) => one.references.filter(({ to }) => to === 'members').length === 2);
    expect(between?.primaryKey).toHaveLength(2);
  });
});
