import { describeDamage } from "./malformed-suite.ts";

describeDamage("damaged by chance, ten thousand times", 41, {
  continents: 2500,
  plans: 2000,
  proofs: 2000,
  graphs: 1000,
  options: 1500,
  planned: 1000,
});
