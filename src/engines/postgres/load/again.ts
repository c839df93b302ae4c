import { type Target, targetOf } from './head.ts';
import type { Failure } from './judge.ts';
import { missingIn } from './missing.ts';
import type { LoadStep } from './plan.ts';
import { setSearchPath } from './session.ts';

/**
 * The refused statements as steps to be tried again, each with the search path that it had; those that make what
 * others lack come first.
 */
export function onceMore(failures: readonly Failure[]): readonly LoadStep[] {
  const ordered = providersFirst(failures);
  return ordered.flatMap(({ step, path }, i) =>
    path === ordered[i - 1]?.path ? [step] : [{ sql: setSearchPath(path), index: step.index }, step],
  );
}

/** The names of what the refused statements would make. */
export function namesMade(failures: readonly Failure[]): ReadonlySet<string> {
  return new Set(failures.flatMap(({ step }) => madeBy(step.sql) ?? []));
}

/** Leaves out what a later statement of the script has made anew or dropped: to make it now would undo that. */
export function notOvertaken(failures: readonly Failure[], steps: readonly LoadStep[]): readonly Failure[] {
  if (failures.length === 0) return failures;
  const open = new Set(failures.map((failure) => failure.step.index));
  const key = (target: Target): string => `${target.kind} ${target.name.at(-1)}`;
  const last = new Map<string, number>();
  for (const step of steps) {
    if (!step.statement || open.has(step.index) || !/^(?:CREATE|DROP)\b/i.test(step.sql)) continue;
    const target = targetOf(step.sql);
    if (target && (target.verb === 'DROP' || !sharesNames.test(target.kind))) last.set(key(target), step.index);
  }
  return failures.filter(({ step }) => {
    const target = targetOf(step.sql);
    return target?.verb !== 'CREATE' || (last.get(key(target)) ?? -1) < step.index;
  });
}

/** Kinds whose names do not make them one: functions have arguments, the others belong to a table. */
const sharesNames = /FUNCTION|PROCEDURE|AGGREGATE|OPERATOR|INDEX|TRIGGER|POLICY|RULE/;

function providersFirst(failures: readonly Failure[]): readonly Failure[] {
  const makers = new Map<string, Failure[]>();
  for (const failure of failures) {
    const name = madeBy(failure.step.sql);
    if (name === undefined) continue;
    const others = makers.get(name);
    if (others) others.push(failure);
    else makers.set(name, [failure]);
  }
  const ordered: Failure[] = [];
  const seen = new Set<Failure>();
  for (const failure of failures) {
    // A chain of lacks, followed to its end without recursion: it may be as long as the script.
    const chain: Failure[] = [];
    for (let waiting = [failure]; waiting.length > 0; ) {
      const next: Failure[] = [];
      for (const one of waiting) {
        if (seen.has(one)) continue;
        seen.add(one);
        chain.push(one);
        next.push(...(makers.get(lackedBy(one) ?? '') ?? []));
      }
      waiting = next;
    }
    ordered.push(...chain.reverse());
  }
  return ordered;
}

function madeBy(sql: string): string | undefined {
  const target = targetOf(sql);
  return target?.verb === 'CREATE' ? target.name.at(-1) : undefined;
}

/** The plain name of what a statement was refused for. */
function lackedBy(failure: Failure): string | undefined {
  const missing = missingIn(failure.error);
  return missing && 'name' in missing ? missing.name : undefined;
}
