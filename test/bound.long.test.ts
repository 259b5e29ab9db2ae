import { describeBounds } from "./bound-laws.ts";

describeBounds(1001, 60);
