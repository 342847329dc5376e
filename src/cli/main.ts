#!/usr/bin/env node
// The only file that every version of Node has to understand: it is translated for old ones, and loads the rest by itself.

const OLDEST = 20;

if (Number.parseInt(process.versions.node, 10) < OLDEST) {
  process.stderr.write(`error: hyperfan needs Node ${OLDEST} or later; this is Node ${process.versions.node}. Install a newer one from https://nodejs.org.\n`);
  process.exitCode = 1;
} else {
  void import("./command.js");
}
