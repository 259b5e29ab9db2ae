import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/**/*.long.test.ts"],
    // Every processor: the tests are many small files.
    maxWorkers: "100%",
    // Nothing is mocked and no test leaves anything behind: modules are read once a worker, not once a file.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    coverage: {
      provider: "v8",
      include: ["src/**"],
      // It runs in threads, where nobody counts; test/backends-thread.test.ts and test/browser.test.ts run it.
      exclude: ["src/backends/highs-worker.ts"],
      reporter: ["text-summary", "json-summary"],
      reportOnFailure: true,
    },
  },
});
