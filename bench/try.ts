import { benchDenseTransport } from "./dense-transport.ts";
import { compileLemon } from "./rivals/lemon.ts";
const lemon = compileLemon();
console.log((await benchDenseTransport(typeof lemon === "string" ? undefined : lemon, 5)).join("\n"));
