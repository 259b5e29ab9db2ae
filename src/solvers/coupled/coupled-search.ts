import type { Control, Interruption, Sliceable } from "../../base/control.ts";
import { seededRandom } from "../../base/random.ts";
import type { WorkerPool } from "../../base/workers.ts";
import { type Arcs, nearestArcs } from "../../kernels/coupled/arcs.ts";
import { placingOrder } from "../../kernels/coupled/good-order.ts";
import { buildInstance, type CoupledInstance } from "../../kernels/coupled/instance.ts";
import { labelPrices } from "../../kernels/coupled/label-prices.ts";
import { buildLabels } from "../../kernels/coupled/labels.ts";
import { cellPrices, coarseNodes, fineNodes, spreadPrices } from "../../kernels/coupled/price-nodes.ts";
import { priceSpread } from "../../kernels/coupled/price-scale.ts";
import { type Pace, SLOWLY, SOON, withinReach } from "../../kernels/coupled/raise-prices.ts";
import { areAlone, stageFactors } from "../../kernels/coupled/stage-factors.ts";
import { startPrices } from "../../kernels/coupled/start-prices.ts";
import type { CoupledProblem } from "../../problems/coupled.ts";
import type { CoupledPlan, CoupledResult } from "../../problems/coupled-result.ts";
import { bestCertificate } from "./best-certificate.ts";
import { BranchSearch } from "./branch-search.ts";
import { CaseSearch } from "./case-search.ts";
import { CaseTurns } from "./case-turns.ts";
import { FineCasePrices } from "./fine-case-prices.ts";
import { LabelSearch } from "./label-search.ts";
import { placeAnew } from "./place-anew.ts";
import { type Advice, PlanSearch } from "./plan-search.ts";
import { formerPrices, isOfShape, PriceSearch, type Prices } from "./price-search.ts";
import { PricesAsGiven } from "./prices-as-given.ts";
import { AGAIN, coarseRounds, FIRST_TURN, MOST_CASE_PRICES, pricesAreDue, ROUNDS, TRIALS } from "./search-rounds.ts";
import type { KnownPlan, SearchSettings } from "./search-settings.ts";
import { splitAndPlan } from "./split-and-plan.ts";
import { StageSearch } from "./stage-search.ts";

/** Nearest places of departure that each place's answers look at from the start. */
const NEAREST = 12;
const OPTIMAL_GAP = 1e-9;

/** Prices first, then plans, then both in turn. */
export class CoupledSearch {
  readonly #instance: CoupledInstance;
  readonly #control: Control;
  readonly #order: Int32Array | undefined;
  #coarse: Prices;
  readonly #plans: PlanSearch;
  /** Where every good is made of at most one other, plans are searched with all goods' flows together. */
  readonly #stages: StageSearch | undefined;
  readonly #from: SearchSettings["from"];
  readonly #isAgain: boolean;
  readonly #workers: WorkerPool | undefined;
  readonly #mayLabel: boolean;
  readonly #pace: Pace;
  /** The coarse ones until there are fine ones; from former prices the fine ones alone, as soon as they are asked for. */
  #search: PriceSearch | undefined;
  #nearest: Arcs | undefined;
  /** Goods: by how much prices by label are expected to move, where there may be any. */
  #spread: Float64Array | undefined;
  #labels: LabelSearch | undefined;
  #cases: CaseSearch | undefined;
  #advices = 0;
  readonly #caseTurns: CaseTurns;
  #branches: BranchSearch | undefined;
  #phase = "start prices";
  /** Undefined where nothing has run yet. */
  #turns: typeof FIRST_TURN | undefined;
  #gap: number;
  #known: KnownPlan | undefined;

  constructor(problem: CoupledProblem, control: Control, settings: SearchSettings) {
    const { gap, seed, price } = settings;
    this.#from = settings.from;
    this.#mayLabel = settings.labels ?? true;
    this.#control = control;
    this.#gap = gap;
    this.#instance = { ...buildInstance(problem), ...(settings.near && { near: settings.near }) };
    this.#order = placingOrder(this.#instance);
    this.#isAgain = isOfShape(this.#instance, this.#from?.certificate);
    const cellPrice = price === undefined ? startPrices(this.#instance) : Float64Array.from(price, withinReach);
    const nodes = coarseNodes(this.#instance);
    this.#nearest = nearestArcs(this.#instance, nodes.cellMost, NEAREST);
    this.#workers = settings.workers;
    const factors = this.#order !== undefined && areAlone(this.#instance) ? stageFactors(this.#instance) : undefined;
    this.#pace = factors === undefined ? SOON : SLOWLY;
    const first = [this.#instance, nodes, this.#nearest, spreadPrices(nodes, cellPrice)] as const;
    if (this.#isAgain) this.#coarse = new PricesAsGiven(nodes, first[3]);
    else this.#coarse = this.#search = new PriceSearch(...first, cellPrice, control, this.#workers, this.#pace);
    const random = seededRandom(seed);
    this.#plans = new PlanSearch(this.#instance, this.#order ?? new Int32Array(0), random, control);
    this.#caseTurns = new CaseTurns(this.#plans, control);
    if (this.#order && factors) this.#stages = new StageSearch(this.#instance, this.#order, factors, random, control);
  }

  /**
   * Prices and plans until the gap is reached, nothing is left to try or the limits end it.
   *
   * @param gap in place of that of the settings. A search that has ended within a gap goes on where it ended.
   * @param known a plan that others have; the search ends as well when its prices prove that one near enough.
   */
  *run(gap = this.#gap, known?: KnownPlan): Sliceable<CoupledResult> {
    this.#gap = gap;
    this.#known = known;
    const isAgain = this.#isAgain;
    let goesOn = this.#turns === undefined ? yield* isAgain ? this.#beginAgain() : this.#begin() : true;
    const turns = (this.#turns ??= { ...FIRST_TURN });
    const told = [() => this.#report("cases"), () => this.#isEnough()] as const;
    const { fine, further } = this.#pace === SOON ? ROUNDS : ROUNDS.stages;
    const fineRounds = isAgain ? [] : fine;
    while (goesOn && !this.#isEnough() && (turns.rises || turns.passes < ROUNDS.patience * this.#plans.varied.length)) {
      if (pricesAreDue(turns, this.#plans.work, this.#plans.varied)) {
        const [before, worked] = [this.#fine.bound, this.#control.work];
        const rounds = fineRounds[turns.raises++] ?? further;
        goesOn = yield* isAgain ? this.#sharpen() : this.#fine.further(rounds, this.#incumbentCost);
        const settled = this.#fine.bound - before < ROUNDS.little * Math.abs(this.#fine.bound);
        turns.rises = turns.raises < ROUNDS.mostRaises && !(turns.raises >= fineRounds.length && settled);
        this.#report();
        if (turns.raises < fineRounds.length || !goesOn || this.#isEnough()) continue;
        [turns.raised, turns.planned] = [this.#control.work - worked, this.#plans.work];
      }
      if (turns.passes === 0 && this.#labels === undefined) goesOn = yield* this.#raiseLabels();
      // What labels prove the prices without them never will.
      if (this.#labels !== undefined && this.#labels.bound > this.#fine.bound) turns.rises = false;
      if (!goesOn || this.#isEnough()) break;
      this.#phase = "plans";
      if (turns.passes === 0 && this.#plans.cost === Number.POSITIVE_INFINITY) yield* this.#givenUnlessKnown();
      const better = yield* turns.passes === 0
        ? this.#fresh(this.#fine, isAgain ? TRIALS.again : TRIALS.most)
        : this.#plans.again(this.#advice(this.#fine), TRIALS.most);
      turns.passes = better ? 1 : turns.passes + 1;
      this.#report();
      if (this.#stages !== undefined) {
        yield* this.#branch(this.#stages);
        break;
      }
      if (!turns.rises) this.#startCases();
      yield* this.#caseTurns.afterPass(this.#cases, ...told);
      goesOn = this.#control.interruption() === undefined && this.#order !== undefined;
    }
    if (goesOn) yield* this.#caseTurns.toTheEnd(this.#cases, ...told);
    this.#fine.release();
    return this.#result();
  }

  /** The plan to start from, coarse prices and a first plan. Whether the run goes on. */
  *#begin(): Sliceable<boolean> {
    let goesOn = true;
    this.#phase = "prices";
    yield* this.#givenUnlessKnown();
    for (const rounds of coarseRounds(this.#control)) {
      goesOn = goesOn && (yield* this.#fine.raise(rounds, this.#incumbentCost));
      this.#report();
    }
    if (goesOn && this.#incumbentCost === Number.POSITIVE_INFINITY) yield* this.#fresh(this.#fine, TRIALS.first, true);
    this.#startFine();
    this.#phase = "fine prices";
    return goesOn;
  }

  /**
   * A former plan with some goods placed anew, before anything else is run; see `placeAnew`. Undefined where that cannot be
   * or something would be lacking.
   */
  *placedAnew(goods: Int8Array, plan: CoupledPlan): Sliceable<CoupledPlan | undefined> {
    if (!this.#isAgain || this.#order === undefined) return undefined;
    this.#phase = "fine prices";
    const knowledge = { ...this.#advice(this.#fine), trials: TRIALS.again };
    return yield* placeAnew(this.#instance, this.#order, goods, plan, knowledge, this.#control);
  }

  /** The same from former fine prices, which prove nearly as much as they did. */
  *#beginAgain(): Sliceable<boolean> {
    this.#phase = "fine prices";
    this.#report();
    const goesOn = yield* this.#sharpen();
    this.#report();
    // What is nearly proved near enough needs higher prices, and no other plan.
    if (!goesOn || this.#isEnough(AGAIN.nearly)) return goesOn;
    yield* this.#givenUnlessKnown();
    if (!this.#isEnough()) yield* this.#fresh(this.#fine, TRIALS.again);
    this.#phase = "fine prices";
    return goesOn;
  }

  /** Former prices sharpened, as long as they may yet prove the plan that others have. */
  *#sharpen(): Sliceable<boolean> {
    const goal = this.#known && (1 - this.#known.gap) * this.#known.cost;
    return yield* this.#fine.sharpen(this.#incumbentCost, () => this.#isEnough(), goal);
  }

  /** Cases and plans in turn, until nothing is left to split or the gap is enough. */
  *#branch(stages: StageSearch): Sliceable<void> {
    this.#phase = "cases";
    this.#branches ??= new BranchSearch(this.#instance, this.#fine, this.#control);
    const { siteRoof } = this.#instance.problem;
    yield* splitAndPlan(this.#branches, stages, this.#control, {
      gap: this.#gap,
      incumbent: () => this.#incumbentCost,
      isEnough: () => this.#isEnough(),
      report: () => this.#report(),
      // Passes good by good know little of what a roof saves.
      ...(siteRoof === undefined ? { elsewhere: () => this.#elsewhere() } : {}),
    });
  }

  /** A plan by passes good by good, where it is better than before. */
  *#elsewhere(): Sliceable<CoupledPlan | undefined> {
    const better = yield* this.#plans.again(this.#advice(this.#fine), TRIALS.most);
    return better ? this.#plans.incumbent?.plan : undefined;
  }

  get #fine(): PriceSearch {
    return (this.#search ??= this.#fineFrom(this.#nearest!));
  }

  #startFine(): void {
    const { arcs } = this.#fine.answers;
    [this.#coarse, this.#nearest] = [this.#fine.found(), undefined];
    this.#search = this.#fineFrom(arcs);
  }

  #fineFrom(arcs: Arcs): PriceSearch {
    const nodes = fineNodes(this.#instance);
    const cells = this.#coarseCells(this.#coarse.centre);
    const former = this.#isAgain ? this.#from?.certificate : undefined;
    const price = former === undefined ? spreadPrices(nodes, cells) : formerPrices(nodes, former);
    if (this.#mayLabel && this.#instance.placeCount <= ROUNDS.mostLabelled)
      this.#spread = priceSpread(this.#instance, arcs, cells);
    return new PriceSearch(this.#instance, nodes, arcs, price, cells, this.#control, this.#workers, this.#pace);
  }

  /** Prices by label, where labels apply and are few. Whether the run goes on. */
  *#raiseLabels(): Sliceable<boolean> {
    const spread = this.#spread;
    if (spread === undefined || this.#order === undefined) return true;
    const labels = buildLabels(this.#instance, this.#order);
    if (labels === undefined) return true;
    this.#phase = "prices by label";
    const price = labelPrices(labels, this.#order, this.#coarseCells(this.#coarse.centre));
    this.#labels = new LabelSearch(labels, this.#order, price, spread, this.#control);
    for (const rounds of ROUNDS.label) {
      const goesOn = yield* this.#labels.raise(rounds, this.#incumbentCost);
      this.#report();
      if (!goesOn || this.#isEnough()) return goesOn;
    }
    this.#cases = new CaseSearch(this.#instance, this.#labels, this.#control);
    return true;
  }

  /** Cases over the fine prices, once these rise no more; prices by label have begun theirs. */
  #startCases(): void {
    if (!this.#mayLabel || this.#cases !== undefined || this.#order === undefined) return;
    if (this.#fine.nodes.nodeCount > MOST_CASE_PRICES) return;
    const size = Int32Array.from({ length: this.#instance.sizeCount }, (_, k) => k);
    const whole = new FineCasePrices(this.#fine, this.#instance, size, this.#coarseCells(this.#coarse.centre));
    this.#cases = new CaseSearch(this.#instance, whole, this.#control);
  }

  /** Coarse prices by cell; what nobody wants counts as nothing. */
  #coarseCells(price: Float64Array): Float64Array {
    return cellPrices(this.#coarse.nodes, price);
  }

  #advice(search: PriceSearch): Advice {
    const { raising } = search;
    const [gain, bound] = [search.gains(), this.#fine.boundOfGood];
    const gatePrice = this.#coarse.gatePrice ?? this.#fine.gatePrice;
    const cells = this.#coarseCells(this.#coarse.centre);
    // Prices by label know best which works serve whom; and every second time the cases are asked.
    if (search === this.#fine && this.#labels !== undefined) {
      const { averageOpen } = this.#labels.raising;
      const turn = Math.floor(this.#advices++ / Math.max(1, this.#plans.varied.length));
      const asksCases = this.#cases !== undefined && turn % 2 === 1;
      return {
        price: this.#labels.cellPrices(cells),
        gatePrice,
        averageOpen: asksCases ? this.#cases!.averageOpen(averageOpen) : averageOpen,
        ...{ gain, bound },
      };
    }
    return { price: cells, gatePrice, averageOpen: raising.averageOpen, gain, bound };
  }

  *#fresh(search: PriceSearch, trials: number, soon = false): Sliceable<boolean> {
    if (this.#order === undefined) return false;
    const isEnough = (): boolean => {
      this.#report();
      return this.#isEnough();
    };
    if (this.#stages === undefined) return yield* this.#plans.fresh(this.#advice(search), trials, soon, isEnough);
    const better = yield* this.#stages.from(search.raising.averageOpen, trials, true);
    this.#report();
    return better;
  }

  /** The plan to start from, unless whoever runs the search has it with better flows. */
  *#givenUnlessKnown(): Sliceable<void> {
    if (this.#order === undefined || this.#from === undefined || this.#known !== undefined) return;
    const { kept, opened } = this.#from;
    yield* this.#plans.given(this.#advice(this.#fine), kept, opened, TRIALS.again);
    this.#report();
  }

  /** Of the search's own plan. */
  get #ownCost(): number {
    return Math.min(this.#plans.cost, this.#stages?.cost ?? Number.POSITIVE_INFINITY);
  }

  get #incumbentCost(): number {
    return Math.min(this.#ownCost, this.#known?.cost ?? Number.POSITIVE_INFINITY);
  }

  get #bound(): number {
    const none = Number.NEGATIVE_INFINITY;
    const bounds = [this.#coarse.bound, this.#fine.bound, this.#labels?.bound ?? none, this.#cases?.bound ?? none];
    return Math.max(...bounds, this.#branches?.bound ?? none);
  }

  #gapNow(cost = this.#incumbentCost): number {
    if (cost === Number.POSITIVE_INFINITY) return cost;
    return Math.max(0, cost - this.#bound) / Math.max(Math.abs(cost), Number.MIN_VALUE);
  }

  #isEnough(times = 1): boolean {
    if (this.#gapNow(this.#ownCost) <= Math.max(this.#gap, OPTIMAL_GAP)) return true;
    const known = this.#known;
    return known !== undefined && this.#gapNow(known.cost) <= Math.max(times * known.gap, OPTIMAL_GAP);
  }

  #report(phase = this.#phase): void {
    const cost = this.#incumbentCost;
    const known = cost < Number.POSITIVE_INFINITY ? { incumbent: cost, gap: this.#gapNow() } : {};
    this.#control.report({ phase, bound: this.#bound, ...known });
  }

  #result(): CoupledResult {
    const cost = this.#ownCost;
    const incumbent =
      this.#stages !== undefined && this.#stages.cost === cost ? this.#stages.incumbent : this.#plans.incumbent;
    const bound = Math.min(this.#bound, cost);
    const gap = this.#gapNow(cost);
    const interruption: Interruption | undefined = this.#control.interruption();
    const isOptimal = gap <= OPTIMAL_GAP;
    return {
      status: incumbent === undefined ? "unknown" : isOptimal ? "optimal" : "feasible",
      stop: isOptimal ? "proved" : this.#isEnough() ? "gap" : (interruption ?? "finished"),
      ...(incumbent === undefined ? {} : { plan: incumbent.plan }),
      objective: cost,
      bound,
      gap,
      certificate: bestCertificate(this.#coarse, this.#fine, this.#labels, this.#cases, this.#branches),
      placePrice: this.#coarseCells(this.#coarse.boundPrice),
      work: this.#control.work,
    };
  }
}
