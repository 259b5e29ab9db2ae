import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.long.test.ts"],
    maxWorkers: "100%",
    testTimeout: 900_000,
    hookTimeout: 900_000,
    passWithNoTests: true,
  },
});
