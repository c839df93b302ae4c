import { describe, expect, it } from 'vitest';
import { domains } from '../../knowledge/knowledge.ts';
import { understand } from '../understand.ts';

const read = (text: string) => understand({ text, name: 'the text' }, domains);
type Design = ReturnType<typeof read>;
const told = (design: Design, name: string) =>
  design.entities.find((one) => one.name === name)?.attributes.map((one) => one.name) ?? [];
const ties = (design: Design, name: string) =>
  design.relations.filter((one) => one.from === name).map((one) => `${one.role} > ${one.to}`);

describe('lists without verbs', () => {
  const design = read(`What the ferry yard writes down
Ferries: name, registration no (unique), built, sister ship (a ferry)
- engines -> serial number, power in kW, which ferry it is in, fuel: diesel/electric
Table Fitters — name, mobile, nickname if any
Overhauls of an engine: date, hours run, wear 1-5, done by a fitter, whether it was tested, next one due
Parts (part number, price, per engine)
parts used in overhauls: quantity, fitted when, where
lost tools: tool, when it was lost, who lost it, found?
tools = name, drawer`);

  it('tell what each thing has', () => {
    expect(design.entities.map(({ name }) => name).sort()).toEqual([
      'engine',
      'ferry',
      'fitter',
      'lost_tool',
      'overhaul',
      'part',
      'part_overhaul',
      'tool',
    ]);
    expect(told(design, 'ferry')).toEqual(['name', 'registration_number', 'built_on']);
    expect(told(design, 'engine')).toEqual(['serial_number', 'power_kw', 'fuel']);
    expect(told(design, 'part_overhaul')).toEqual(['quantity', 'fitted_at', 'place']);
    expect(told(design, 'lost_tool')).toEqual(['lost_at', 'found']);
  });

  it('tell what each refers to, by a noun, a clause or a role', () => {
    expect(ties(design, 'ferry')).toEqual(['sister_ship > ferry']);
    expect(ties(design, 'engine')).toEqual(['ferry > ferry']);
    expect(ties(design, 'overhaul')).toEqual(['engine > engine', 'fitter > fitter']);
    expect(ties(design, 'part_overhaul')).toEqual(['part > part', 'overhaul > overhaul']);
    expect(ties(design, 'lost_tool')).toEqual(['tool > tool', 'lost_by > fitter']);
  });

  it('tell what holds of values', () => {
    const of = (entity: string, name: string) =>
      design.entities.find((one) => one.name === entity)?.attributes.find((one) => one.name === name);
    expect(of('overhaul', 'wear')).toMatchObject({ type: 'integer', min: 1, max: 5 });
    expect(of('overhaul', 'is_tested')?.type).toBe('boolean');
    expect(of('engine', 'fuel')?.values).toEqual(['diesel', 'electric']);
    expect(of('ferry', 'registration_number')?.unique).toBe(true);
    expect(of('fitter', 'nickname')?.optional).toBe(true);
  });

  it('leave the sentences that stand behind them', () => {
    const yard = read(`Berths: number, length (unique per quay); each one kept by a keeper
Quays: name, depth
Keepers: name, phone
A keeper works at a quay.`);
    expect(ties(yard, 'berth')).toContain('keeper > keeper');
    expect(ties(yard, 'keeper')).toEqual(['quay > quay']);
  });

  it('are no sentences, values, names or tables of SQL', () => {
    const design = read(`Status: open, closed, lost.
Boats: every boat has a name and lies in a harbour. A harbour has a name.
Skippers: each skipper sails one boat and has a licence number.`);
    expect(design.entities.map(({ name }) => name).sort()).toEqual(['boat', 'harbour', 'skipper']);
  });
});
