import type { DomainType, UserType } from '../../../catalog/catalog.ts';
import { displayName, type QualifiedName, qualified } from '../../../catalog/names.ts';
import type { DraftStep, Phase } from '../../procedure.ts';
import { quoteIdentifier, quoteName } from '../quote.ts';
import { addDomainCheck } from '../schema/types.ts';
import { nothingToUndo, step, undoBy, work } from './steps.ts';
import { blockers } from './watch.ts';

/**
 * A type as far as a column of it can be added in an instant: a domain's checks and NOT NULL would write the table anew
 * (`ATExecAddColumn` in src/backend/commands/tablecmds.c), a default of it may.
 */
export function withoutRules(type: UserType): UserType {
  if (type.kind !== 'domain') return type;
  const { default: _, notNull: __, ...rest } = type;
  return { ...rest, nullable: true, checks: [] };
}

/** The statements that give a domain `name` the rules of another one: for new values, and then for those that are there. */
function rulesOf(name: QualifiedName, type: DomainType) {
  const alter = `ALTER DOMAIN ${quoteName(name)}`;
  const named = type.notNull === undefined ? undefined : quoteIdentifier(type.notNull);
  return {
    added: [
      ...(type.default === undefined ? [] : [`${alter} SET DEFAULT ${type.default}`]),
      ...type.checks.map((check) => addDomainCheck(name, { ...check, validated: false })),
    ],
    proven: [
      ...type.checks
        .filter((check) => check.validated)
        .map(({ name: check }) => ({
          what: `check ${displayName(check)}`,
          sql: `${alter} VALIDATE CONSTRAINT ${quoteIdentifier(check)}`,
        })),
      ...(type.nullable
        ? []
        : [
            {
              what: 'not null',
              sql: named === undefined ? `${alter} SET NOT NULL` : `${alter} ADD CONSTRAINT ${named} NOT NULL`,
            },
          ]),
    ],
    removed: [
      `${alter} DROP DEFAULT`,
      ...type.checks.map((check) => `${alter} DROP CONSTRAINT IF EXISTS ${quoteIdentifier(check.name)}`),
      `${alter} DROP NOT NULL`,
    ],
  };
}

/** What frees a domain `name` from the rules of another one, as far as it has them; nothing for what is no domain. */
export function rulesRemoved(name: QualifiedName, type: UserType): readonly string[] {
  return type.kind === 'domain' ? rulesOf(name, type).removed : [];
}

/** What gives a domain `name` the rules of another one, its columns being filled: one transaction each. */
export function rulesGiven(name: QualifiedName, type: UserType): readonly (readonly string[])[] {
  if (type.kind !== 'domain') return [];
  const { added, proven } = rulesOf(name, type);
  return [added, ...proven.map((one) => [one.sql])].filter((one) => one.length > 0);
}

/**
 * The rules of a domain that takes another one's place, when its columns are filled: before the deploy, unless they may
 * refuse what the application writes.
 */
export function rulesSteps(name: QualifiedName, type: UserType, was: UserType): readonly DraftStep[] {
  if (type.kind !== 'domain' || was.kind !== 'domain') return [];
  const { added, proven, removed } = rulesOf(name, type);
  const known = was.checks.map((check) => check.expression);
  const isLooser =
    (type.nullable || !was.nullable) && type.checks.every(({ expression }) => known.includes(expression));
  const phase: Phase = isLooser ? 'migrate' : 'contract';
  const of = qualified(name);
  const names = type.checks.map((check) => displayName(check.name)).join(', ');
  const needs = isLooser
    ? {}
    : { needs: [`The application writes no value of ${qualified(type)} that its rules refuse.`] };
  return [
    ...(added.length === 0
      ? []
      : [
          step(
            `Give ${of} ${names === '' ? 'its default' : `its rules (${names}) for new values`}`,
            phase,
            work(...added),
            {
              why: 'With rules of the domain from the start, adding a column of it would write the table anew; with NOT VALID no row is read.',
              undo: undoBy(...removed),
              watch: [blockers],
              ...needs,
            },
          ),
        ]),
    ...proven.map(({ what, sql }) =>
      step(`Prove ${what} of ${of} for present values`, phase, work(sql), {
        why: 'The values are read while nobody writes to their tables: a domain has no gentler form.',
        undo: nothingToUndo,
        watch: [blockers],
        ...needs,
      }),
    ),
  ];
}
