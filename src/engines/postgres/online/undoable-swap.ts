import type { Work } from '../../procedure.ts';
import type { ReplacementSteps } from './replacement.ts';
import { work } from './steps.ts';

/**
 * The works that swap columns back: all steps of the replacement the other way, what an earlier attempt left taken away
 * first; and a stop before the swap where rows were passed over. `filled`: transactions when all columns are filled.
 */
export function undoableSwap(
  { prepare, swap }: ReplacementSteps,
  filled: readonly (readonly string[])[] = [],
): readonly Work[] {
  const prepared = prepare.flatMap((one): readonly Work[] => {
    const cleanUp = one.work.kind === 'statements' ? (one.work.recover?.cleanUp ?? []) : [];
    return [...cleanUp.map((statement) => work(statement)), one.work];
  });
  return [
    ...prepared,
    ...filled.map((statements) => work(...statements)),
    ...swap.preconditions.flatMap(({ guard }) => (guard === undefined ? [] : [work(guard)])),
    work(...swap.statements),
  ];
}
