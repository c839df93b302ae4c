import type { Failure, Holder } from '../engines/applying.ts';
import type { Phase, Precondition, Step } from '../plan/plan.ts';

/** What is told while a plan is carried out, as it happens. */
export type ApplyEvent =
  | { readonly kind: 'note'; readonly text: string }
  | {
      readonly kind: 'begun';
      readonly database: string;
      readonly direction: 'do' | 'undo';
      /** Steps that were done before, of so many. */
      readonly done: number;
      readonly of: number;
    }
  /** Rows that would stop a step behind a wait, before anything is done. */
  | ({ readonly kind: 'against later'; readonly step: Step } & RowsAgainst)
  | { readonly kind: 'step'; readonly step: Step; readonly number: number; readonly of: number }
  /** An interruption had left it unknown; a look showed that the step was done. */
  | { readonly kind: 'was done'; readonly step: Step }
  | { readonly kind: 'cleaned up'; readonly step: Step }
  | { readonly kind: 'blocked'; readonly step: Step; readonly blockers: readonly Holder[] }
  | { readonly kind: 'progress'; readonly step: Step; readonly phase: string; readonly share?: number }
  | {
      readonly kind: 'batch';
      readonly step: Step;
      /** Gone through in all, and so many there were about when the step began. */
      readonly rows: number;
      readonly total: number;
    }
  | {
      readonly kind: 'retry';
      readonly step: Step;
      readonly retry: number;
      readonly of: number;
      readonly milliseconds: number;
      readonly failure: Failure;
      readonly blockers: readonly Holder[];
    }
  | { readonly kind: 'pause'; readonly step: Step; readonly seconds: number }
  | { readonly kind: 'done'; readonly step: Step; readonly seconds: number; readonly rows?: number };

/** Why work on a plan ended. */
export type ApplyOutcome =
  /** The last step is done, or all that was to be undone; `differences` are from the end that the plan tells. */
  | {
      readonly kind: 'finished';
      readonly differences: readonly string[];
      /** What the undoing did not bring back: rows, values. */
      readonly losses?: readonly string[];
    }
  | { readonly kind: 'already there' }
  /** Nothing of the plan is done, so that there is nothing to undo. */
  | { readonly kind: 'nothing to undo' }
  /** The phase that was asked for is done; the next step belongs to another. */
  | { readonly kind: 'phase ended'; readonly next: Step; readonly phase: Phase }
  | { readonly kind: 'waiting'; readonly step: Step; readonly seconds: number }
  | ({
      readonly kind: 'precondition';
      readonly step: Step;
      /** Counted before the first step of the run: none of it is done. */
      readonly early?: true;
      /** What else stands against steps of the run. */
      readonly more?: readonly (RowsAgainst & { readonly step: Step })[];
    } & RowsAgainst)
  | { readonly kind: 'interrupted'; readonly step: Step }
  /** Whether an interrupted statement took effect cannot be seen; the person must say. */
  | { readonly kind: 'unknown'; readonly step: Step }
  | ({ readonly kind: 'failed'; readonly step: Step } & StepFailure);

/** Rows stand against what must hold before. */
export interface RowsAgainst {
  readonly precondition: Precondition;
  readonly rows: number;
}

export interface StepFailure {
  /** It was not the step that failed, but the counting of rows against this before it. */
  readonly counting?: Precondition;
  readonly failure: Failure;
  readonly attempts: number;
  /** Who was in the way when it was last looked. */
  readonly blockers: readonly Holder[];
}

/** Takes what is told. */
export type Told = (event: ApplyEvent) => void;
