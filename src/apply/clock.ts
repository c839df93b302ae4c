/** Time, handed in. */
export interface Clock {
  /** Milliseconds that only go forward. */
  now(): number;
  /** Ends early, without an error, when the signal does. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** The machine's own. */
export const machineClock: Clock = {
  now: () => performance.now(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const end = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      signal?.addEventListener('abort', end, { once: true });
    }),
};
