import { describe, expect, it } from 'vitest';
import { domains } from '../knowledge/knowledge.ts';
import { understand } from './understand.ts';

const read = (text: string) => understand({ text, name: 'the description' }, domains);
const of = (text: string, name: string) => {
  const { relations, entities } = read(text);
  return {
    references: relations.filter((one) => one.from === name && one.kind !== 'many-to-many').map((one) => one.to),
    names: (entities.find((one) => one.name === name)?.attributes ?? [])
      .map((one) => one.name)
      .filter((one) => one.endsWith('_name')),
  };
};

describe('what the library refers to under another word', () => {
  it.each([
    ['A veterinary clinic with pets, vets, visits and vaccinations.', 'visit', ['pet', 'vet']],
    ['A veterinary clinic with pets, vets, visits and vaccinations.', 'vaccination', ['pet', 'vet']],
    ['A hospital for animals keeps animals, doctors and visits.', 'visit', ['animal', 'doctor']],
    [
      'A veterinary clinic. Vets have a name. Visits are made by a vet. Pets have a name. Visits have a date.',
      'visit',
      ['vet', 'pet'],
    ],
  ])('is referred to, and its name not kept beside it: "%s" (%s)', (text, name, wanted) => {
    const found = of(text, name);
    expect([...found.references].sort()).toEqual([...wanted].sort());
    expect(found.names).toEqual([]);
  });

  it('is not referred to twice, where another row leads there', () => {
    const { references } = of(
      'A veterinary clinic. A visit is of a pet and a vet. Pets have a name. Vets have a name. A prescription belongs to a visit.',
      'prescription',
    );
    expect(references).not.toContain('pet');
  });

  it('keeps the name of whom nothing plays', () => {
    expect(of('A hospital keeps patients and visits.', 'visit')).toEqual({
      references: ['patient'],
      names: ['practitioner_name'],
    });
  });
});
