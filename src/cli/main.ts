#!/usr/bin/env node
import process from "node:process";
import { run } from "./run.js";

// Never process.exit: it would cut off what a pipe has not taken yet.
void run(process.argv.slice(2), process).then((exitCode) => {
  process.exitCode = exitCode;
});
