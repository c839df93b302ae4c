import type { LogicalType } from '../knowledge/domain.ts';
import type { Cause } from '../model.ts';
import { writtenType } from './attribute-type.ts';
import { numberOf } from './numbers.ts';
import { ownedProperty } from './property-words.ts';
import type { Of } from './statement.ts';

/** `The code of a product has 20 characters`, `a title is at most 50 characters long`, `names must not be longer than 40 characters`. */
export function readSize(text: string, cause: Cause): readonly Of<'size'>[] {
  const found =
    /^(?:the\s+|an?\s+|each\s+|every\s+|all\s+)?(.+?)\s+(?:(?:must|should|can|may|has to|have to|will)\s+)?(?:have|has|be|is|are|contain|contains|consist of|consists of)\s+(?:always\s+)?(exactly\s+|up to\s+|at most\s+|no more than\s+|not more than\s+|a maximum of\s+|max(?:imum|\.)?\s+)?(\d{1,4}|[a-z]+)\s+(?:characters?|letters?|digits?|chars)(\s+(?:long|at most|maximum|or less|or fewer))?$/i.exec(
      text,
    ) ??
    /^(?:the\s+|an?\s+)?(.+?)\s+(?:cannot|can not|must not|may not|should not)\s+(?:be\s+(longer)\s+than|exceed|have\s+more\s+than)\s+(\d{1,4}|[a-z]+)\s+(?:characters?|letters?|digits?|chars)()$/i.exec(
      text,
    );
  const characters = numberOf(found?.[3] ?? '');
  const [attribute, of] = ownedProperty(found?.[1] ?? '');
  if (!found || characters === undefined || characters < 1 || attribute === undefined) return [];
  const limit = /\b(?:up|most|more|max|maximum|longer|less|fewer)\b/i;
  const exactly =
    !limit.test(`${found[2] ?? ''} ${found[4] ?? ''}`) &&
    !/\b(?:cannot|can not|must not|may not|should not)\b/i.test(text);
  return [{ kind: 'size', ...(of === undefined ? {} : { of }), attribute, characters, exactly, cause }];
}

const kinds: readonly (readonly [RegExp, LogicalType])[] = [
  [/^(?:a\s+)?(?:whole number|integer|count)$/, 'integer'],
  [/^(?:a\s+)?(?:decimal(?: number)?|real number|fraction)$/, 'decimal'],
  [/^(?:a\s+)?(?:text|string|word)$/, 'text'],
  [/^(?:a\s+)?(?:point in time|timestamp|date and time|moment)$/, 'instant'],
  [/^(?:a\s+)?(?:yes or no|yes\/no|flag|true or false)$/, 'boolean'],
  [/^(?:an?\s+)?amount of money$/, 'money'],
];

/** `The length of a float is a decimal number`, `the year is stored as an integer`. */
export function readKind(text: string, cause: Cause): readonly Of<'typed'>[] {
  const found =
    /^(?:the\s+|an?\s+)?(.+?)\s+(?:is|are|must be|should be|has to be)\s+(?:always\s+)?(?:(?:stored|kept|written|saved|given)\s+)?(?:as\s+)?(?:an?\s+)([a-z][a-z /]+?)s?$/i.exec(
      text,
    );
  const word = (found?.[2] ?? '').toLowerCase();
  const type =
    kinds.find(([form]) => form.test(word))?.[1] ??
    (/^(?:date|boolean|uuid)$/.test(word) ? writtenType(word) : undefined);
  const [attribute, of] = ownedProperty(found?.[1] ?? '');
  return type === undefined || attribute === undefined
    ? []
    : [{ kind: 'typed', ...(of === undefined ? {} : { of }), attribute, type, cause }];
}

/** `Several members may share the same email`, `two boats can have the same name`. */
export function readShared(text: string, cause: Cause): readonly Of<'unique'>[] {
  const found =
    /^(?:several|two|many|multiple|different|two or more|other)\s+([a-z]+(?: [a-z]+)?)\s+(?:can|may|might|are allowed to)\s+(?:have|share|use)\s+(?:the same|an?|one|the)\s+([a-z]+(?: [a-z]+)?)$/i.exec(
      text,
    );
  const [of] = ownedProperty(found?.[1] ?? '');
  const [name] = ownedProperty(found?.[2] ?? '');
  const shares = found && !/\b(?:share|use)\s+(?:an?|one|the)\s+(?!same)/i.test(text);
  return !shares || of === undefined || name === undefined
    ? []
    : [{ kind: 'unique', of, names: [name], identity: false, not: true, cause }];
}
