import type { LocationCertificate } from "../src/problems/location-result.ts";

/** What a location certificate takes in memory, near enough. */
export function certificateBytes({ nodes }: LocationCertificate): number {
  let bytes = 0;
  for (const { evidence } of nodes) {
    bytes += 24;
    for (const { prices, capacityPrices, secondPrices, pricedSites, clusters = [] } of evidence) {
      for (const part of [prices, capacityPrices, secondPrices, pricedSites]) bytes += part?.byteLength ?? 0;
      for (const { sites, sets, prices: own } of clusters) bytes += sites.byteLength + sets.byteLength + own.byteLength;
    }
  }
  return bytes;
}
