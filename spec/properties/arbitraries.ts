/** The arbitraries of the package, as these specs import them. */
export * from "../../src/arbitraries/index.js";
