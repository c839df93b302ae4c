import type { Precondition, Work } from '../../procedure.ts';
import { dollarQuoted, quoteLiteral } from '../quote.ts';
import type { ReplacementSteps } from './replacement.ts';
import { work } from './steps.ts';

/**
 * The works that swap columns back: all steps of the replacement the other way, what an earlier attempt left taken away
 * first; and a stop before the swap where rows were passed over.
 */
export function undoableSwap({ prepare, swap }: ReplacementSteps): readonly Work[] {
  const prepared = prepare.flatMap((one): readonly Work[] => {
    const cleanUp = one.work.kind === 'statements' ? (one.work.recover?.cleanUp ?? []) : [];
    return [...cleanUp.map((statement) => work(statement)), one.work];
  });
  return [...prepared, ...swap.preconditions.map((one) => work(refusal(one))), work(...swap.statements)];
}

/** Fails where rows stand against the condition: a way back has no preconditions of its own. */
function refusal({ holds, count, list }: Precondition): string {
  return `DO ${dollarQuoted(`BEGIN
  IF (${count}) > 0 THEN
    RAISE EXCEPTION USING MESSAGE = ${quoteLiteral(`not so: ${holds}`)}, HINT = ${quoteLiteral(`the rows: ${list}`)};
  END IF;
END`)}`;
}
