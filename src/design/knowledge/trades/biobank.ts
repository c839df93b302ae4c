import type { Domain } from '../domain.ts';

export const domain: Domain = {
  name: 'biobank',
  title: 'Biobank and laboratory',
  trade: true,
  words: ['biobank', 'specimen', 'lims'],
  subjects: [
    {
      names: [
        'biobank',
        'sample bank',
        'tissue bank',
        'laboratory',
        'lims',
        'laboratory information',
        'sample management',
        'sperm bank',
      ],
    },
  ],
  core: ['study', 'study_participant', 'consent', 'sample', 'storage_unit', 'sample_test'],
  entities: [
    {
      name: 'study',
      synonyms: ['project', 'trial'],
      about: 'What samples are collected for.',
      attributes: [
        { name: 'code', type: 'code', unique: true },
        { name: 'title', type: 'name' },
        { name: 'ethics_approval', type: 'code' },
        { name: 'runs', type: 'date period' },
      ],
      volume: { rows: 80 },
    },
    {
      name: 'study_participant',
      synonyms: ['participant', 'patient', 'subject', 'sample donor'],
      about: 'Who gives samples, known by a code alone.',
      attributes: [
        { name: 'pseudonym', type: 'code', unique: true },
        { name: 'birth_year', type: 'year', optional: true, personal: true },
        { name: 'sex', type: 'choice', values: ['female', 'male', 'unknown'], default: 'unknown', personal: true },
      ],
      volume: { rows: 40_000 },
    },
    {
      name: 'consent',
      about: 'A participant agreed to a study, or withdrew.',
      attributes: [
        { name: 'given_on', type: 'date' },
        { name: 'form_version', type: 'code' },
        { name: 'withdrawn_on', type: 'date', optional: true },
      ],
      references: [
        { to: 'study', onDelete: 'restrict', about: 'To which study.' },
        { to: 'study_participant', onDelete: 'restrict', about: 'Who.' },
      ],
      keys: [{ of: ['study', 'study_participant', 'given_on'] }],
      checks: [
        { kind: 'order', first: 'given_on', second: 'withdrawn_on', about: 'It is withdrawn after it was given.' },
      ],
      volume: { of: 'study_participant', each: 1.4 },
      access: [{ about: 'what a participant agreed to', equal: ['study_participant'], perHour: 60 }],
    },
    {
      name: 'sample',
      synonyms: ['specimen', 'aliquot', 'tube'],
      about: 'A tube; an aliquot was made of another.',
      attributes: [
        { name: 'barcode', type: 'code', unique: true },
        {
          name: 'material',
          type: 'choice',
          values: ['blood', 'serum', 'plasma', 'tissue', 'dna', 'urine', 'saliva', 'other'],
        },
        { name: 'collected_at', type: 'instant' },
        { name: 'amount', type: 'decimal', min: 0 },
        { name: 'unit', type: 'code' },
        { name: 'position', type: 'code', optional: true, about: 'Rack and place.' },
        {
          name: 'status',
          type: 'status',
          values: ['stored', 'checked_out', 'used_up', 'destroyed'],
          default: 'stored',
        },
      ],
      references: [
        { to: 'study', onDelete: 'restrict', about: 'For which study.' },
        { to: 'study_participant', onDelete: 'restrict', about: 'Of whom.' },
        { to: 'storage_unit', optional: true, onDelete: 'restrict', about: 'Where it is.' },
        { to: 'sample', as: 'parent', optional: true, onDelete: 'restrict', about: 'What it was made of.' },
      ],
      keys: [{ of: ['storage_unit', 'position'], about: 'A place holds one tube.' }],
      checks: [{ kind: 'different', first: 'id', second: 'parent', about: 'No sample is made of itself.' }],
      volume: { of: 'study_participant', each: 8 },
      access: [
        {
          about: 'a participant’s samples',
          equal: ['study_participant'],
          order: ['collected_at desc'],
          limit: 50,
          perHour: 60,
        },
        { about: 'a study’s samples of a material', equal: ['study', 'material', 'status'], limit: 100, perHour: 60 },
      ],
    },
    {
      name: 'storage_unit',
      synonyms: ['refrigerator', 'freezer', 'shelf', 'cold room', 'storage location'],
      about: 'Where things are kept cold.',
      attributes: [
        { name: 'code', type: 'code', unique: true },
        { name: 'name', type: 'name' },
        { name: 'temperature_c', type: 'decimal', about: 'At which it is held.' },
        { name: 'places', type: 'quantity', optional: true },
      ],
      volume: { rows: 120 },
    },
    {
      name: 'sample_test',
      synonyms: ['analysis', 'assay', 'test result', 'lab result'],
      about: 'What was measured of a sample.',
      attributes: [
        { name: 'method', type: 'name' },
        { name: 'tested_at', type: 'instant', default: 'now' },
        { name: 'value', type: 'decimal', optional: true },
        { name: 'unit', type: 'code', optional: true },
        { name: 'finding', type: 'text', optional: true },
        { name: 'tested_by', type: 'name', personal: true },
      ],
      references: [{ to: 'sample', onDelete: 'restrict', about: 'Of which sample.' }],
      checks: [{ kind: 'at least one', of: ['value', 'finding'], about: 'A test has an outcome.' }],
      volume: { of: 'sample', each: 2 },
      access: [{ about: 'a sample’s tests', equal: ['sample'], order: ['tested_at desc'], perHour: 200 }],
    },
  ],
};
