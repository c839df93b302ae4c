import type { Catalog, Routine } from '../../catalog/catalog.ts';
import { displayName, qualified } from '../../catalog/names.ts';
import { stated } from '../../findings/evidence.ts';
import { defineRule } from '../rule.ts';

export const rule = defineRule({
  id: 'function-with-mutable-search-path',
  category: 'security and tenancy',
  dimension: 'integrity',
  severity: 'high',
  summary: 'A function runs with its owner’s rights and its caller’s search path.',
  headline: (count) => `${count} functions run with their owner’s rights and their caller’s search path`,
  why: 'A caller puts an object of their own, of the same name, first in the path, and the function uses it with the rights of its owner.',
  effort: 'minutes',
  tradeOff:
    'Objects in schemas that the new path leaves out must be named in full; a function with a SET clause is never inlined.',
  needs: ['catalog'],
  when: (traits) => traits.searchPath,
  settings: {
    /** Also report functions that run with their caller’s rights, whose callers can only deceive themselves. */
    callersRights: false,
  },
  *check({ catalog, settings, traits }) {
    for (const routine of catalog.routines) {
      const { kind } = routine;
      if (kind === 'aggregate' || kind === 'window' || !(routine.securityDefiner || settings.callersRights)) continue;
      if (hasSearchPath(routine) || isBoundEarly(routine)) continue;
      const searchPath = pathFor(routine, catalog, traits.defaultSchema);
      const name = `${displayName(routine.schema)}.${routine.signature}`;
      yield {
        at: { kind: 'routine', object: routine, names: [routine.signature] },
        message: `${name} is SECURITY ${routine.securityDefiner ? 'DEFINER' : 'INVOKER'} and does not set its search_path`,
        evidence: [
          stated(
            routine.securityDefiner
              ? `it runs with the rights of ${routine.owner ?? 'its owner'}, and names in its body are looked up in the schemas that its caller chooses`
              : 'names in its body are looked up in the schemas that its caller chooses',
          ),
        ],
        severity: routine.securityDefiner ? 'high' : 'low',
        changes: [{ kind: 'set routine option', routine, signature: routine.signature, routineKind: kind, searchPath }],
      };
    }
  },
});

function hasSearchPath(routine: Routine): boolean {
  return Object.keys(routine.settings).some((name) => name.toLowerCase() === 'search_path');
}

/** A body of parsed SQL names its objects by identity, and a body in C names none. */
function isBoundEarly(routine: Routine): boolean {
  if (routine.language === 'c' || routine.language === 'internal') return true;
  return routine.language === 'sql' && /^\s*(?:BEGIN ATOMIC|RETURN)\b/i.test(routine.body);
}

/**
 * The routine's own schema; the default schema too where the body names something of it; the temporary schema last,
 * which would else come first (CREATE FUNCTION in the manual, "Writing SECURITY DEFINER Functions Safely").
 */
function pathFor(routine: Routine, catalog: Catalog, defaultSchema: string): readonly string[] {
  if (routine.schema === defaultSchema) return [defaultSchema, 'pg_temp'];
  const mentioned = new Set(routine.body.toLowerCase().match(/[\p{L}_][\p{L}\p{N}_$]*/gu) ?? []);
  const used = [...catalog.tables, ...catalog.views, ...catalog.routines, ...catalog.types, ...catalog.sequences].some(
    (object) =>
      object.schema === defaultSchema &&
      mentioned.has(object.name.toLowerCase()) &&
      qualified(object) !== qualified(routine),
  );
  return [routine.schema, ...(used ? [defaultSchema] : []), 'pg_temp'];
}
