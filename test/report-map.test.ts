import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { InvalidOptionError } from "../src/base/errors.ts";
import { escapeXml } from "../src/report/escape-xml.ts";
import { distance, packCircles, pushApart } from "../src/report/map/bubbles.ts";
import { coastlinePath } from "../src/report/map/coastline.ts";
import { layoutMap } from "../src/report/map/layout.ts";
import { niceBelow } from "../src/report/map/legend.ts";
import { boxesOverlap } from "../src/report/map/lettering.ts";
import { LAND, modeStyles, SEA } from "../src/report/map/palette.ts";
import { fitProjection, type LonLat } from "../src/report/map/projection.ts";
import { svgMap } from "../src/report.ts";
import { handmadeEurope, randomContinent } from "./report-continents.ts";
import { naivePlan } from "./report-plan.ts";

const europe = handmadeEurope();
const plan = naivePlan(europe);
const seeds = fc.integer({ min: 1, max: 1e6 });
const HOSTILE = " <script>alert('1')</script> & \"quoted\" ]]> <!-- %";
const SQUARE: readonly LonLat[] = [
  [0, 40],
  [20, 40],
  [20, 55],
  [0, 55],
];

/** Reads XML strictly: tags nest, attributes are quoted and single, text holds no bare < or &. Gives the texts. */
function readXml(xml: string): string[] {
  const open: string[] = [];
  const texts: string[] = [];
  const token =
    /<(\/?)([A-Za-z][\w.-]*)((?:\s+[\w:-]+="[^"<&]*(?:&(?:amp|lt|gt|quot|apos);[^"<&]*)*")*)\s*(\/?)>|([^<]+)/gy;
  let roots = 0;
  while (token.lastIndex < xml.length) {
    const at = token.lastIndex;
    const match = token.exec(xml);
    if (match === null) throw new Error(`not well-formed at ${at}: ${xml.slice(at, at + 80)}`);
    const [, closing, name, attributes, empty, text] = match;
    if (text !== undefined) {
      if (/&(?!(?:amp|lt|gt|quot|apos);)/.test(text)) throw new Error(`bare & in "${text}"`);
      if (open.length === 0 && text.trim() !== "") throw new Error("text outside the root");
      if (open.at(-1) === "text") texts.push(text);
    } else if (closing) {
      if (open.pop() !== name) throw new Error(`</${name}> closes what it did not open`);
    } else {
      const names = [...attributes.matchAll(/([\w:-]+)="[^"]*"/g)].map(([, one]) => one);
      if (new Set(names).size < names.length) throw new Error(`an attribute twice in <${name}>: ${names.join(" ")}`);
      if (open.length === 0 && ++roots > 1) throw new Error("two roots");
      if (!empty) open.push(name);
    }
  }
  if (open.length > 0) throw new Error(`left open: ${open.join(" ")}`);
  return texts;
}

const plainText = (text: string): string =>
  text
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&apos;/g, "'")
    .replace(/&amp;/g, "&");

describe("the map", () => {
  test.prop([seeds, fc.constantFrom(400, 800, 1500)], { seed: 1, numRuns: 12 })(
    "has no two lines of text that overlap, on random continents of any width",
    (seed, width) => {
      const continent = randomContinent(seed);
      const { texts } = layoutMap(continent, naivePlan(continent), { width, mostLabels: 60 });
      for (let i = 0; i < texts.length; i++) {
        for (let j = i + 1; j < texts.length; j++) {
          if (boxesOverlap(texts[i].box, texts[j].box))
            throw new Error(`"${texts[i].text}" lies on "${texts[j].text}"`);
        }
      }
    },
  );

  test.prop([seeds], { seed: 2, numRuns: 8 })("has all its text inside the picture, names inside the map", (seed) => {
    const continent = randomContinent(seed);
    const layout = layoutMap(continent, naivePlan(continent), { width: 800, mostLabels: 60 });
    for (const { box } of layout.texts) {
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.y).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(layout.width);
      expect(box.y + box.height).toBeLessThanOrEqual(layout.height);
    }
  });

  test.prop([seeds], { seed: 3, numRuns: 8 })("is well-formed XML whatever the ids, and free of NaN", (seed) => {
    const continent = randomContinent(seed, HOSTILE);
    const svg = svgMap(continent, naivePlan(continent), { coastline: [SQUARE] });
    readXml(svg);
    expect(svg).not.toMatch(/NaN|Infinity|undefined|<script/);
  });

  test("takes everything for land where no outlines tell what is sea", () => {
    const fills = (svg: string): string[] => [...svg.matchAll(/<rect [^>]*fill="([^"]+)"/g)].map(([, fill]) => fill);
    expect(fills(svgMap(europe, plan))[1]).toBe(LAND);
    expect(fills(svgMap(europe, plan, { coastline: [SQUARE] }))[1]).toBe(SEA);
  });

  test("shows a name full of markup as it is written", () => {
    const texts = readXml(svgMap({ ...europe, name: "A & B <c>" }, plan)).map(plainText);
    expect(texts).toContain("A & B <c>");
  });

  test("names every good in its legend, and every mode that is used", () => {
    const texts = readXml(svgMap(europe, plan)).map(plainText);
    for (const good of Object.keys(europe.goods)) expect(texts).toContain(good);
    for (const mode of ["rail", "ship"]) expect(texts).toContain(mode);
    expect(texts.filter((text) => text.endsWith("t/yr")).length).toBeGreaterThanOrEqual(4);
    expect(texts.some((text) => / km$/.test(text))).toBe(true);
  });

  test("names all 24 cities, none twice", () => {
    const texts = readXml(svgMap(europe, plan)).map(plainText);
    for (const area of Object.keys(europe.areas)) expect(texts.filter((text) => text === area)).toHaveLength(1);
  });

  test("draws circles whose areas are in proportion to output", () => {
    const { clusters } = layoutMap(europe, plan, { width: 800, mostLabels: 0 });
    const bubbles = clusters.flatMap((cluster) => cluster.bubbles).filter(({ radius }) => radius > 1.5);
    expect(bubbles.length).toBeGreaterThan(40);
    const [first] = bubbles;
    for (const { radius, output } of bubbles) {
      expect(radius ** 2 / output.tonnes).toBeCloseTo(first.radius ** 2 / first.output.tonnes, 12);
    }
  });

  test("of one good shows that good alone", () => {
    const texts = readXml(svgMap(europe, plan, { goods: ["steel"] })).map(plainText);
    expect(texts).toContain("steel");
    expect(texts).not.toContain("cement");
  });

  test("puts a weightless good on the map as rings, not as circles to scale", () => {
    const weightless = {
      ...europe,
      goods: { ...europe.goods, glass: { ...europe.goods.glass, unit: "MWh", tonnesPerUnit: 0 } },
    };
    const { clusters } = layoutMap(weightless, plan, { width: 800, mostLabels: 0, goods: new Set(["glass"]) });
    expect(new Set(clusters.flatMap(({ bubbles }) => bubbles.map(({ radius }) => radius)))).toEqual(new Set([4]));
  });

  test("is the same bytes for the same plan, however the lists of the input were built", () => {
    const again = handmadeEurope();
    expect(svgMap(again, naivePlan(again), { coastline: [SQUARE] })).toBe(
      svgMap(europe, plan, { coastline: [SQUARE] }),
    );
  });

  test("throws all that is wrong with its options at once", () => {
    const wrong = { width: 10, labels: -1, goods: ["gold"], coastline: [[[0, 91]]] as const };
    expect(() => svgMap(europe, plan, wrong)).toThrow(InvalidOptionError);
    try {
      svgMap(europe, plan, wrong);
    } catch (error) {
      expect((error as InvalidOptionError).issues.map(({ path }) => path)).toEqual([
        "width",
        "labels",
        "goods[0]",
        "coastline[0]",
      ]);
    }
  });
});

describe("text in XML", () => {
  test.prop([fc.string({ unit: "binary" })], { seed: 4 })(
    "comes back as it was where XML can hold it, and is always well-formed",
    (text) => {
      const escaped = escapeXml(text);
      readXml(`<text>${escaped}</text>`);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters XML cannot hold.
      expect(escaped).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
      if (/^[\u0020-\u007e]*$/.test(text)) expect(plainText(escaped)).toBe(text);
    },
  );
});

describe("circles", () => {
  const radii = fc.array(fc.double({ min: 1, max: 30, noNaN: true }), { maxLength: 40 });

  test.prop([radii], { seed: 5, numRuns: 60 })(
    "of one area never cover each other and lie within their pack",
    (given) => {
      const sorted = [...given].sort((a, b) => b - a);
      const { circles, radius } = packCircles(sorted);
      expect(circles.map((circle) => circle.radius)).toEqual(sorted);
      for (let i = 0; i < circles.length; i++) {
        const a = circles[i];
        expect(distance(0, 0, a.x, a.y) + a.radius).toBeLessThanOrEqual(radius + 1e-9);
        for (const b of circles.slice(i + 1))
          expect(distance(a.x, a.y, b.x, b.y)).toBeGreaterThanOrEqual(a.radius + b.radius);
      }
    },
  );

  test("of two places on one spot are moved apart; a lone one stays", () => {
    const [a, b, c] = pushApart([
      { x: 50, y: 50, radius: 10 },
      { x: 50, y: 50, radius: 10 },
      { x: 500, y: 50, radius: 10 },
    ]);
    expect(distance(a.x, a.y, b.x, b.y)).toBeGreaterThanOrEqual(20);
    expect(c).toEqual({ x: 500, y: 50 });
  });
});

describe("the projection", () => {
  const places = Object.values(europe.areas).map(({ at }) => at);
  const fitted = fitProjection(places, { x: 0, y: 0, width: 800, margin: 50 }, 0.5, 1.1);

  test("keeps every place inside the frame's margin, on tenths of a pixel", () => {
    for (const [x, y] of places.map(fitted.project)) {
      expect(x).toBeGreaterThanOrEqual(49.9);
      expect(x).toBeLessThanOrEqual(750.1);
      expect(y).toBeGreaterThanOrEqual(49.9);
      expect(y).toBeLessThanOrEqual(fitted.frame.height - 49.9);
      expect(x).toBe(Math.round(x * 10) / 10);
    }
  });

  test("gives equal areas to equal areas: a degree's cell in the north and in the south", () => {
    const area = (longitude: number, latitude: number): number => {
      const ring = [
        [0, 0],
        [4, 0],
        [4, 4],
        [0, 4],
      ].map(([x, y]) => fitted.project([longitude + x, latitude + y]));
      let sum = 0;
      for (let i = 0; i < 4; i++) sum += ring[i][0] * ring[(i + 1) % 4][1] - ring[(i + 1) % 4][0] * ring[i][1];
      return Math.abs(sum / 2);
    };
    const onSphere = (latitude: number): number =>
      Math.sin(((latitude + 4) * Math.PI) / 180) - Math.sin((latitude * Math.PI) / 180);
    expect(area(20, 60) / onSphere(60) / (area(-8, 36) / onSphere(36))).toBeCloseTo(1, 1.3);
  });

  test("measures: two cities are as many kilometres apart as the scale says, to a few percent", () => {
    const [a, b] = [fitted.project(europe.areas.Paris.at), fitted.project(europe.areas.Berlin.at)];
    expect(distance(a[0], a[1], b[0], b[1]) * fitted.kmPerPixel).toBeGreaterThan(878 * 0.97);
    expect(distance(a[0], a[1], b[0], b[1]) * fitted.kmPerPixel).toBeLessThan(878 * 1.03);
  });

  test("joins what lies on both sides of the antimeridian", () => {
    const { project, kmPerPixel } = fitProjection(
      [
        [179, 0],
        [-179, 0],
      ],
      { x: 0, y: 0, width: 800, margin: 50 },
      0.5,
      1,
    );
    const [a, b] = [project([179, 0]), project([-179, 0])];
    expect(distance(a[0], a[1], b[0], b[1]) * kmPerPixel).toBeCloseTo(222.4, 0);
    expect(a[0]).toBeLessThan(b[0]);
  });

  test("clips land to the frame and leaves out land on the far side of the earth", () => {
    const path = coastlinePath([SQUARE], fitted);
    const numbers = path.match(/-?[\d.]+/g)?.map(Number) ?? [];
    expect(numbers.length).toBeGreaterThan(6);
    for (const value of numbers) expect(Math.abs(value - 450)).toBeLessThan(600);
    const pacific: LonLat[] = [
      [-170, -40],
      [-160, -40],
      [-160, -50],
    ];
    expect(coastlinePath([pacific], fitted)).toBe("");
  });
});

describe("scales and styles", () => {
  test.prop([fc.double({ min: 1e-3, max: 1e12, noNaN: true })], { seed: 6 })(
    "a round number is at most the value and over two fifths of it",
    (value) => {
      const nice = niceBelow(value);
      expect(nice).toBeLessThanOrEqual(value * (1 + 1e-8));
      expect(nice).toBeGreaterThan(0.399 * value);
    },
  );

  test("every mode has its own hue and rhythm, water blue, rail solid", () => {
    const styles = modeStyles(["barge", "drone", "pipeline", "rail", "road", "ship"]);
    expect(new Set([...styles.values()].map(({ colour }) => colour)).size).toBe(6);
    expect(styles.get("rail")?.dash).toEqual([]);
  });
});
