import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";

const PAGE = new URL("../docs/benchmarks.md", import.meta.url);

export function benchmarkPage(): string {
  return readFileSync(PAGE, "utf8");
}

/** Replaces the text between a section's marks on the page of benchmarks, or appends the section. */
export function writeSection(name: string, lines: readonly string[]): void {
  const page = benchmarkPage();
  const open = `<!-- ${name} -->`;
  const close = `<!-- end of ${name} -->`;
  const section = [open, ...lines, close].join("\n");
  const from = page.indexOf(open);
  const to = page.indexOf(close);
  const renewed = from >= 0 ? page.slice(0, from) + section + page.slice(to + close.length) : `${page}\n${section}\n`;
  writeFileSync(PAGE, renewed);
  console.log(lines.join("\n"));
}

/** When and where a section was measured. */
export function where(): string {
  const [cpu] = cpus();
  return `${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${cpus().length} x ${cpu?.model.trim() ?? "unknown"}, shared with other work.`;
}
