import { describeDamage } from "./malformed-suite.ts";

describeDamage("damaged by chance", 51, {
  continents: 60,
  plans: 60,
  proofs: 60,
  graphs: 60,
  options: 40,
  planned: 10,
});
