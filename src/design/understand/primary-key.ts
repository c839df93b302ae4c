import type { Cause } from '../model.ts';
import { phraseOf, splitList } from './phrase.ts';
import type { Statement } from './statement.ts';

const key = '(?:primary\\s+|natural\\s+|main\\s+)?key';
const said: readonly RegExp[] = [
  // "Use the SKU as primary key", "Use the ISO code as the key of countries".
  new RegExp(
    `^(?:please\\s+|we\\s+(?:want to\\s+)?)?use\\s+(?:the\\s+|its\\s+|their\\s+)?(?<what>.+?)(?:\\s+of\\s+(?:an?\\s+|the\\s+|each\\s+)?(?<of>.+?))?\\s+as\\s+(?:the\\s+|an?\\s+|its\\s+|their\\s+)?${key}(?:\\s+(?:of|for)\\s+(?:an?\\s+|the\\s+|each\\s+)?(?<for>.+))?$`,
    'i',
  ),
  // "The ISO code is the key", "the IATA code of an airport is its primary key".
  new RegExp(
    `^(?:(?<whole>.+?)\\s+(?:have|has)\\s.+?(?:,\\s*(?:and\\s+)?|;\\s*|\\s+and\\s+|\\s+where\\s+))?the\\s+(?<what>[\\w -]+?)(?:\\s+of\\s+(?:an?\\s+|the\\s+|each\\s+)?(?<of>[\\w -]+?))?\\s+(?:is|are|serves as|should be|must be)\\s+(?:the|its|their)\\s+${key}(?:\\s+(?:of|for)\\s+(?:an?\\s+|the\\s+|each\\s+)?(?<for>.+))?$`,
    'i',
  ),
  // "Products are keyed by SKU", "employees with a badge number as primary key".
  /^(?<of>.+?)\s+(?:is|are)\s+keyed by\s+(?:the\s+|its\s+|their\s+|an?\s+)?(?<what>.+)$/i,
  new RegExp(
    `^(?<of>.+?)\\s+(?:with|have|has)\\s+(?:an?\\s+|the\\s+)?(?<what>[\\w -]+?)\\s+as\\s+(?:the\\s+|their\\s+|its\\s+)?${key}$`,
    'i',
  ),
];

/** What people know a thing by is asked to be its primary key. */
export function readPrimaryKey(text: string, cause: Cause): readonly Statement[] {
  for (const pattern of said) {
    const found = pattern.exec(text)?.groups;
    if (!found) continue;
    const names = splitList(found['what'] ?? '').flatMap((one) => phraseOf(one)?.name ?? []);
    const of = phraseOf(found['for'] ?? found['of'] ?? found['whole'] ?? '')?.name;
    if (names.length === 1) return [{ kind: 'unique', of: of ?? '', names, identity: true, primary: true, cause }];
  }
  return [];
}
