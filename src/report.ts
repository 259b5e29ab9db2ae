/** What people see of an answer: text, Markdown, GeoJSON and a map. Re-exports only. */
export type { Geometry, Position, ReportCollection, ReportFeature } from "./report/geojson.ts";
export { geojsonReport } from "./report/geojson.ts";
export { inspectionText } from "./report/inspection-text.ts";
export type { MarkdownOptions } from "./report/markdown-report.ts";
export { markdownReport } from "./report/markdown-report.ts";
export type { SvgMapOptions } from "./report/svg-map.ts";
export { svgMap } from "./report/svg-map.ts";
export { textSummary } from "./report/text-summary.ts";
