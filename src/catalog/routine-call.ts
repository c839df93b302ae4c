/** What whoever calls a routine has to know of it, as the engine writes it. */
export interface RoutineCall {
  /** Names and types of what callers give. */
  readonly given: readonly string[];
  /** How many of them need not be given. */
  readonly defaults: number;
  /** Names and types of what they get, where the routine names them. */
  readonly columns?: readonly string[];
  /** They get rows, and not one value. */
  readonly set: boolean;
}
