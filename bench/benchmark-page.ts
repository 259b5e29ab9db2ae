import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";

function pageOf(page: string): URL {
  return new URL(`../docs/${page}`, import.meta.url);
}

export function benchmarkPage(page = "benchmarks.md"): string {
  return readFileSync(pageOf(page), "utf8");
}

/** Replaces the text between a section's marks on a page of benchmarks, or appends the section. */
export function writeSection(name: string, lines: readonly string[], page = "benchmarks.md"): void {
  const text = benchmarkPage(page);
  const open = `<!-- ${name} -->`;
  const close = `<!-- end of ${name} -->`;
  const section = [open, ...lines, close].join("\n");
  const from = text.indexOf(open);
  const to = text.indexOf(close);
  const renewed = from >= 0 ? text.slice(0, from) + section + text.slice(to + close.length) : `${text}\n${section}\n`;
  writeFileSync(pageOf(page), renewed);
  console.log(lines.join("\n"));
}

/** The sections with marks on a page, marks and all: what a page written afresh keeps. */
export function sectionsOf(page: string): string[] {
  return benchmarkPage(page).match(/^<!-- (?!end of )(.+) -->$[\s\S]*?^<!-- end of \1 -->$/gm) ?? [];
}

/** When and where a section was measured. */
export function where(): string {
  const [cpu] = cpus();
  return `${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${cpus().length} x ${cpu?.model.trim() ?? "unknown"}, shared with other work.`;
}
