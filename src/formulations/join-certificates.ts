import type { Certificate, CertificateOptions, CertificatePart } from "../plan/types.ts";

/** The certificate of one part of a continent, and the goods of it. */
export interface PartProof {
  readonly goods: readonly string[];
  readonly certificate: Certificate;
}

/**
 * One certificate of what several prove of goods that nothing ties together: all their prices, and how each part is
 * proved. Its bound is still to be found. Where two parts have a price on the same room or resource, which neither can
 * make scarce, the higher one stands.
 */
export function joinCertificates(proofs: readonly PartProof[]): Certificate {
  const all = proofs.map(({ certificate }) => certificate);
  const terminals = present(all.map((one) => one.terminals));
  const fine = present(all.map((one) => one.fine));
  const options = present(all.map((one) => one.options));
  // The finest: what is told of prices as a whole, such as where a gap is, then misses nothing.
  const form =
    (["fine", "strong"] as const).find((one) => all.some((certificate) => certificate.form === one)) ?? "weak";
  return {
    version: 1,
    form,
    bound: 0,
    prices: Object.assign({}, ...all.map(({ prices }) => prices)),
    resources: higher(all.map(({ resources }) => resources)),
    links: higherOfWays(all.map(({ links }) => links)),
    ...(terminals.length > 0 ? { terminals: higher(terminals) } : {}),
    ...(fine.length > 0
      ? {
          fine: {
            demand: Object.assign({}, ...fine.map(({ demand }) => demand)),
            inputs: Object.assign({}, ...fine.map(({ inputs }) => inputs)),
          },
        }
      : {}),
    ...(options.length > 0 ? { options: allOptions(options) } : {}),
    parts: proofs.flatMap(({ goods, certificate }) => partsOf(goods, certificate, form)),
  };
}

function partsOf(goods: readonly string[], { form, cases, parts }: Certificate, root: Certificate["form"]) {
  if (parts !== undefined)
    return parts.map((part): CertificatePart => withForm({ ...part, form: part.form ?? form }, root));
  return [withForm({ goods, form, ...(cases === undefined ? {} : { cases }) }, root)];
}

function withForm({ form, ...part }: CertificatePart, root: Certificate["form"]): CertificatePart {
  return form === undefined || form === root ? part : { ...part, form };
}

function present<Value>(values: readonly (Value | undefined)[]): Value[] {
  return values.filter((value) => value !== undefined);
}

type Table = Readonly<Record<string, Readonly<Record<string, number>>>>;

function higher(tables: readonly Table[]): Table {
  const joined: Record<string, Record<string, number>> = {};
  for (const [outer, row] of tables.flatMap((table) => Object.entries(table))) {
    joined[outer] ??= {};
    for (const [inner, price] of Object.entries(row))
      joined[outer][inner] = Math.max(joined[outer][inner] ?? price, price);
  }
  return joined;
}

function higherOfWays(tables: readonly Certificate["links"][]): Certificate["links"] {
  const joined: Record<string, readonly number[]> = {};
  for (const [link, ways] of tables.flatMap((table) => Object.entries(table)))
    joined[link] = ways.map((price, way) => Math.max(joined[link]?.[way] ?? price, price));
  return joined;
}

function allOptions(options: readonly CertificateOptions[]): CertificateOptions {
  return {
    served: Object.assign({}, ...options.map(({ served }) => served)),
    shareCaps: options.flatMap(({ shareCaps }) => shareCaps),
    reserve: options.flatMap(({ reserve }) => reserve),
  };
}
