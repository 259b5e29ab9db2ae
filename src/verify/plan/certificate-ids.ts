import type { Continent } from "../../model/types.ts";
import type { Certificate } from "../../plan/types.ts";
import { lookUp } from "./freight-prices.ts";
import { namesOfResources } from "./plan-statements.ts";
import type { Report } from "./tally.ts";

type ByArea = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Every id that a certificate's prices name is one of the continent's. */
export function checkIds(continent: Continent, certificate: Certificate, report: Report): void {
  const ids = new CertificateIds(continent, report);
  const { prices, resources, links, terminals = {}, parts = [], options, fine } = certificate;
  ids.goodsAndAreas("prices", prices);
  for (const [p, part] of parts.entries())
    for (const good of part.goods) ids.known(() => `parts[${p}].goods`, continent.goods, good);
  ids.resources(resources);
  for (const [area, byMode] of Object.entries(terminals)) {
    ids.known(() => "terminals", continent.areas, area);
    for (const mode of Object.keys(byMode)) ids.known(() => `terminals[${area}]`, continent.modes, mode);
  }
  ids.links(links);
  ids.goodsAndAreas("options.served", options?.served ?? {});
  ids.goodsAndAreas("fine.demand", fine?.demand ?? {});
  ids.inputs(fine?.inputs ?? {});
}

/** Prices of room, resources, terminals and of what options limit are never below zero: then they would prove too much. */
export function checkSigns(certificate: Certificate, report: Report): void {
  const { resources, links, terminals = {}, options } = certificate;
  const notNegative = (path: string, price: number): void => {
    if (price < 0) report("certificate.negative", `certificate.${path}`, `${price} is below zero.`, -price);
  };
  for (const [kind, byArea] of Object.entries({ resources, terminals }))
    for (const [area, byId] of Object.entries(byArea))
      for (const [id, price] of Object.entries(byId)) notNegative(`${kind}[${area}, ${id}]`, price);
  for (const [id, byWay] of Object.entries(links)) for (const price of byWay) notNegative(`links[${id}]`, price);
  for (const { good, by, group, price } of [...(options?.shareCaps ?? []), ...(options?.reserve ?? [])])
    notNegative(`options[${good}, ${by} ${group}]`, price);
}

class CertificateIds {
  readonly #continent: Continent;
  readonly #report: Report;

  constructor(continent: Continent, report: Report) {
    this.#continent = continent;
    this.#report = report;
  }

  /** The path is put in words only where something is wrong: there are tens of thousands of ids. */
  known(path: () => string, record: Readonly<Record<string, unknown>>, id: string): void {
    if (!Object.hasOwn(record, id)) this.#refuse(`${path()}[${id}]`, "There is no such id.");
  }

  goodsAndAreas(path: string, prices: ByArea): void {
    const { goods, areas } = this.#continent;
    for (const [good, byArea] of Object.entries(prices)) {
      this.known(() => path, goods, good);
      for (const area of Object.keys(byArea)) this.known(() => `${path}[${good}]`, areas, area);
    }
  }

  resources(prices: ByArea): void {
    const named = namesOfResources(this.#continent);
    for (const [area, byResource] of Object.entries(prices)) {
      this.known(() => "resources", this.#continent.areas, area);
      for (const resource of Object.keys(byResource))
        if (!named.has(resource)) this.#refuse(`resources[${area}, ${resource}]`, "There is no such resource.");
    }
  }

  links(prices: Certificate["links"]): void {
    const waysOf = new Map(this.#continent.links.map(({ id, bothWays }) => [id, bothWays ? 2 : 1]));
    for (const [id, byWay] of Object.entries(prices))
      if (byWay.length > (waysOf.get(id) ?? 0))
        this.#refuse(`links[${id}]`, "There is no such link, or it has not so many ways.");
  }

  /** By site, then size, then good. */
  inputs(prices: Readonly<Record<string, ByArea>>): void {
    const { sites, goods } = this.#continent;
    for (const [site, bySize] of Object.entries(prices)) {
      this.known(() => "fine.inputs", sites, site);
      const sizes = Object.fromEntries((lookUp(sites, site)?.sizes ?? []).map((size) => [size.name, size]));
      for (const [size, byGood] of Object.entries(bySize)) {
        this.known(() => `fine.inputs[${site}]`, sizes, size);
        for (const good of Object.keys(byGood)) this.known(() => `fine.inputs[${site}, ${size}]`, goods, good);
      }
    }
  }

  #refuse(path: string, message: string): void {
    this.#report("id.unknown", `certificate.${path}`, message, 1);
  }
}
