import { describe, expect, test } from 'vitest';
import { domains } from '../../knowledge/knowledge.ts';
import { understand } from '../understand.ts';
import { parse } from './parse.ts';

const shown = (text: string) =>
  parse(text)?.map(({ fronted, subjects, verb, objects, complements }) =>
    [
      ...fronted.map((one) => `${one.preposition} ${one.text},`),
      subjects.map((one) => one.text).join(' + '),
      `${verb.kind} ${verb.base}`,
      objects.map((one) => one.text).join(' + '),
      ...complements.map((one) => `(${one.preposition} ${one.groups.map(({ text: words }) => words).join(' + ')})`),
    ]
      .filter((one) => one !== '')
      .join(' '),
  );

describe('the clauses of a sentence', () => {
  test.each<readonly [string, readonly string[] | undefined]>([
    [
      'Deliveries are brought by a driver to a depot and checked by a clerk.',
      ['Deliveries passive bring (by a driver) (to a depot)', 'Deliveries passive check (by a clerk)'],
    ],
    [
      'For each kiln the temperature and the date are recorded.',
      ['for each kiln, the temperature + the date passive record'],
    ],
    [
      'A crossing is made by a ferry that has a call sign.',
      ['A crossing passive make (by a ferry)', 'a ferry have have a call sign'],
    ],
    ['Each exam a student takes is graded.', undefined],
  ])('%s', (text, clauses) => {
    expect(shown(text)).toEqual(clauses);
  });
});

/** References as `from > to`, and the columns of a thing. */
function drawn(text: string) {
  const { entities, relations } = understand({ text, name: 'the text' }, domains);
  return {
    references: relations.map(({ from, to, kind }) => `${from} ${kind === 'many-to-many' ? '<>' : '>'} ${to}`).sort(),
    columns: (name: string) =>
      [...(entities.find((one) => one.name === name)?.attributes ?? [])].map((one) => one.name),
  };
}

describe('what hangs on a verb is read uniformly', () => {
  test('what is said of each is said of what came before', () => {
    const { columns } = drawn(
      'A ferry has a call sign and a length. Manifests are kept for a ferry. Each has a reference code and an issue date.',
    );
    expect(columns('manifest')).toEqual(expect.arrayContaining(['reference_code', 'issue_date']));
  });

  test('a practice that is sent a statement has it', () => {
    const { references } = drawn(
      'A tannery has a name and an address. At the end of the quarter each tannery is sent a statement with a number and a date.',
    );
    expect(references).toContain('statement > tannery');
  });

  test('what something is equipped with is of it alone', () => {
    const { references } = drawn(
      'A silo has a code and a height. Each silo is equipped with a probe that has a serial number.',
    );
    expect(references).toContain('probe > silo');
    expect(references).not.toContain('silo > probe');
  });

  test('who notes something about what is done makes a row each time', () => {
    const { references, columns } = drawn(
      'A cheese has a name and a weight. A taster has a name and a phone. A cheese is graded by a taster, who notes the result and a comment.',
    );
    expect(references).toEqual(expect.arrayContaining(['grading > cheese', 'grading > taster']));
    expect(columns('grading')).toEqual(expect.arrayContaining(['result', 'comment']));
  });

  test('what serves many of something has several of it, in a relative clause as well', () => {
    const { references } = drawn(
      'Fitters work for lift firms, which serve many estates. A fitter has a name. An estate has a name.',
    );
    expect(references).toEqual(['fitter > lift_firm', 'lift_firm <> estate']);
  });

  test.each([
    ['A lease has a number and can be settled in instalments. An instalment has an amount.', 'instalment > lease'],
    ['A bridge has a name. A bridge is built in several phases. A phase has a title.', 'phase > bridge'],
    ['Hauls have a code. Hauls are delivered in lots to a pier. A lot has a weight. A pier has a name.', 'lot > haul'],
    ['A census has a title. A census is carried out in waves. A wave has a start date.', 'wave > census'],
  ])('what is done piece by piece has the pieces: %s', (text, reference) => {
    const { references } = drawn(text);
    expect(references).toContain(reference);
    expect(references).not.toContain(reference.split(' > ').reverse().join(' > '));
  });

  test('a list behind a colon is of what is made, by whom and of what', () => {
    const { references, columns } = drawn(
      'Rangers log sightings against trails: date, distance in metres, remark, urgent or not. A trail has a title. Rangers have a name.',
    );
    expect(references).toEqual(['sighting > ranger', 'sighting > trail']);
    expect(columns('sighting')).toEqual(expect.arrayContaining(['date', 'remark', 'urgent']));
    expect(columns('ranger')).toEqual(['name']);
  });

  test('what something is like is one property in a list, and what it is done on is referred to', () => {
    const { references, columns } = drawn(
      'Soundings are taken at a pier: date, colour of the waves, temper of the gulls, remarks. A pier has a name.',
    );
    expect(references).toEqual(['sounding > pier']);
    expect(columns('sounding')).toEqual(expect.arrayContaining(['date', 'temper', 'remarks']));
  });
});
