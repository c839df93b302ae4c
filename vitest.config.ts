import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: ['test/servers/setup.ts'],
    // Two processes, each going through its files one after the other with the modules kept: a file finds the
    // embedded engine that an earlier one opened. The price is that files share module state: leave none behind.
    pool: 'forks',
    maxWorkers: 2,
    isolate: false,
    // WebAssembly is compiled once, fast and plainly: optimising it takes more time than the tests gain.
    execArgv: ['--liftoff-only'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
