import { isGeneral, type Phrase } from './phrase.ts';

/** Speaks of the system, and cannot be a thing in any domain. */
export function isVague(phrase: Phrase): boolean {
  return isGeneral(phrase) && !perhaps.has(phrase.name);
}

/** General words that are things where the domain knows them: an alarm's rule, a form's question. */
export const perhaps: ReadonlySet<string> = new Set([
  'rule',
  'question',
  'result',
  'report',
  'record',
  'page',
  'view',
  'case',
  'model',
  'feature',
  'change',
  'request',
  'application',
  'answer',
  'goal',
  'risk',
  'action',
  'operation',
  'service',
  'story',
  'site',
  'website',
  'tool',
  'table',
  'screen',
]);
