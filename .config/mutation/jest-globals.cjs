// What the specs use of @jest/globals, in one process and for one run that ends with the first failure.
"use strict";

const { expect } = require("expect");
const { ModuleMocker } = require("jest-mock");

const newScope = (outer) => ({ outer, before: [], after: [] });
let scope = newScope(undefined);
const tests = [];
const atEnd = [];

const rowsOf = (table) => (table.every(Array.isArray) ? table : table.map((row) => [row]));
const withEach = (declare) => Object.assign(declare, { each: (table) => (name, body) => rowsOf(table).forEach((row) => declare(name, () => body(...row))) });
const nothing = () => withEach(() => undefined);

function describe(_name, body) {
  scope = newScope(scope);
  body();
  scope = scope.outer;
}

function test(name, body) {
  tests.push({ name, body, scope });
}

const scopesOf = (inner) => (inner === undefined ? [] : [...scopesOf(inner.outer), inner]);

async function runTest({ body, scope: own }) {
  const scopes = scopesOf(own);
  for (const { before } of scopes) for (const hook of before) await hook();
  await body();
  for (const { after } of scopes) for (const hook of after) await hook();
}

async function runTests() {
  // What waits for something that never comes ends the process early.
  process.exitCode = 1;
  let failed = false;
  for (const each of tests) {
    await runTest(each).catch((error) => {
      console.error(each.name, error);
      failed = true;
    });
    if (failed) break;
  }
  for (const hook of atEnd) await hook();
  if (failed) process.exit(1);
  process.exitCode = 0;
}

const declareTest = Object.assign(withEach(test), { skip: nothing() });

const globals = {
  expect,
  describe: Object.assign(withEach(describe), { skip: nothing() }),
  test: declareTest,
  it: declareTest,
  beforeEach: (hook) => scope.before.push(hook),
  afterEach: (hook) => scope.after.push(hook),
  afterAll: (hook) => atEnd.push(hook),
  jest: Object.assign(new ModuleMocker(globalThis), { setTimeout: () => undefined }),
};

// Some specs import these, some take Jest's globals.
Object.assign(globalThis, globals);
module.exports = { ...globals, runTests };
