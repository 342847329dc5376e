import { writeFileSync } from "node:fs";
import { RECORDED_FILE, simulations } from "./recorded.js";

writeFileSync(RECORDED_FILE, `${JSON.stringify(simulations())}\n`);
