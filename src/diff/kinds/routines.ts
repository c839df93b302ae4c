import type { Routine } from '../../catalog/catalog.ts';
import type { Outcome } from '../outcome.ts';
import { sameBut } from '../same.ts';

/** Replaced in place as long as callers see the same: kind, result, names of arguments, no default less. */
export function compareRoutines(from: Routine, to: Routine): Outcome {
  if (sameBut(from, to, 'grants', 'owner', 'comment', 'body') && sameBody(from, to)) return [];
  if (from.kind !== to.kind || from.returns !== to.returns) return 'replace';
  if (from.arguments !== to.arguments && !(from.kind !== 'aggregate' && sameCalls(from.arguments, to.arguments))) {
    return 'replace';
  }
  return [
    { change: { kind: 'replace', object: { kind: 'routine', routine: to }, was: { kind: 'routine', routine: from } } },
  ];
}

function sameBody(from: Routine, to: Routine): boolean {
  return from.body === to.body || from.definition === to.definition;
}

/** The same but for defaults, of which none is taken away. */
function sameCalls(from: string, to: string): boolean {
  const count = (text: string) => text.split(/ DEFAULT /).length;
  const bare = (text: string) => text.replaceAll(/ DEFAULT (?:'(?:[^']|'')*'|\([^()]*\)|\[[^[\]]*\]|[^,'()[\]])*/g, '');
  return bare(from) === bare(to) && count(to) >= count(from);
}
