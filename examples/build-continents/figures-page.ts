/**
 * Writes the tables of figures and of sea distances into docs/data-and-sources.md.
 * Run with: npx tsx examples/build-continents/figures-page.ts
 */
import { readFileSync, writeFileSync } from "node:fs";
import { withTables } from "./figures-table.ts";

const page = new URL("../../docs/data-and-sources.md", import.meta.url);
writeFileSync(page, withTables(readFileSync(page, "utf8")));
