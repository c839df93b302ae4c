import type { Attribute, Decision, Entity } from './model.ts';

/** Things of which the world keeps a list, each with a code that a standard gives. */
const lists: Readonly<Record<string, string>> = {
  country: 'ISO 3166-1',
  currency: 'ISO 4217',
  language: 'ISO 639, BCP 47',
  locale: 'BCP 47',
  time_zone: 'the IANA time zones',
  unit: 'UN/CEFACT Recommendation 20',
  unit_of_measure: 'UN/CEFACT Recommendation 20',
  airport: 'IATA',
  airline: 'IATA',
};

const codeTypes: ReadonlySet<string> = new Set([
  'code',
  'currency',
  'country',
  'language',
  'time zone',
  'text',
  'name',
]);

/** The code that a list of the world is known by, where its rows have one. */
export function codeOf({ name, listed, identifiedBy, attributes }: Entity): Attribute | undefined {
  if (lists[name] === undefined || listed || identifiedBy) return undefined;
  return attributes.find(
    (one) =>
      !one.optional &&
      codeTypes.has(one.type) &&
      (/^(?:(?:iso|iata|alpha_?2|alpha_?3|currency|country|language|locale|airport|airline|unit)_)?code$/.test(
        one.name,
      ) ||
        /^(?:iso|iata|alpha_?[23]|tag|identifier)$/.test(one.name)),
  );
}

/** A code of countries, currencies or languages has their form. */
export function codeType({ name }: Entity, { name: own, type }: Attribute): Attribute['type'] {
  const kept = type !== 'code' || /alpha_?3|tag|identifier/.test(own);
  return !kept && (name === 'country' || name === 'currency' || name === 'language') ? name : type;
}

/** Why a list of the world is known by its code. */
export function codeDecision(entity: Entity, { name, cause }: Attribute): Decision {
  return {
    at: entity.name,
    what: `The primary key is ${name}, and what refers to a ${entity.name.replaceAll('_', ' ')} carries it.`,
    why: `it is short, comes from a list that the world keeps (${lists[entity.name]}) and does not change; a row with it can be read without a join`,
    instead:
      'A number of 8 bytes is as good where codes are withdrawn and given anew, or rows without a code are kept.',
    cause,
  };
}
