import { describe, expect, it } from 'vitest';
import { domains } from '../knowledge/knowledge.ts';
import type { Design } from '../model.ts';
import { understand } from './understand.ts';

const read = (text: string): Design => understand({ text, name: 'the description' }, domains);
const names = (design: Design) => design.entities.map((one) => one.name).sort();
const asked = (design: Design) => design.access.filter(({ cause }) => cause.kind === 'said');
const lost = (design: Design) => design.notUnderstood.map(({ words, why }) => `${words} | ${why}`);

describe('lines of a list that look something up', () => {
  const kept = `- A ferry has a name
- A sailing belongs to a ferry and has a departure time`;

  it.each(['Show', 'List', 'Display', 'Find', 'Browse', 'Get', 'View'])('are queries: %s', (verb) => {
    const design = read(`${kept}\n- ${verb} sailings of a ferry for a day, ordered by departure time`);
    expect(names(design)).toEqual(['ferry', 'sailing']);
    expect(asked(design)).toMatchObject([{ of: 'sailing', equal: ['ferry'], range: 'departure_time' }]);
    expect(asked(design)[0]?.order?.[0]).toBe('departure_time');
  });

  it('name no thing where they have an article', () => {
    const design = read(`${kept}\n- Show the sailings of a ferry`);
    expect(names(design)).toEqual(['ferry', 'sailing']);
    expect(asked(design)).toHaveLength(1);
  });

  it('are told from things that begin with such a word', () => {
    const design = read('We track the following things:\n- Display cases of museums\n- View counts of articles');
    expect(names(design)).toEqual(expect.arrayContaining(['display_case', 'view_count']));
    expect(asked(design)).toEqual([]);
  });

  it('are listed where nothing is there to look up', () => {
    const design = read(`${kept}\n- Show the tides of a harbour`);
    expect(names(design)).toEqual(['ferry', 'sailing']);
    expect(lost(design).join()).toContain('Show the tides of a harbour');
  });
});

describe('numbers and times of what is no table', () => {
  const kept = 'A ferry has a name. A sailing belongs to a ferry.';

  it.each([
    ['20M buoy pings a day.', '20M buoy pings a day'],
    ['Buoy pings are counted: 20M pings a day.', '20M pings a day'],
    ['There are 3,000 lighthouses.', '3,000 lighthouses'],
    ['Pings are kept for 13 months.', 'Pings are kept for 13 months'],
  ])('are listed: %s', (said, words) => {
    const design = read(`${kept} ${said}`);
    const held = design.entities.some(({ volume }) => volume?.cause.words.includes(words));
    const wished = design.wishes.some(({ cause }) => cause.words.includes(words));
    expect(held || wished || lost(design).some((one) => one.includes(words))).toBe(true);
  });

  it('are held, and not listed, where they are of a table', () => {
    const design = read(`${kept} 300 sailings a day. Sailings are kept for 13 months.`);
    expect(design.entities.find(({ name }) => name === 'sailing')?.volume?.perDay).toBe(300);
    expect(design.wishes).toMatchObject([{ kind: 'retention', months: 13, of: ['sailing'] }]);
    expect(lost(design)).toEqual([]);
  });
});
