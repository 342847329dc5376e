// Draws hypernetworks with one of the JavaScript consumers and measures what they generate; ../conformance.ts calls it.
//
//     node measure.mjs tfjs|typed-arrays JOBS.json RESULTS.json
import { readFileSync, writeFileSync } from "node:fs";

const [backend, jobsFile, resultsFile] = process.argv.slice(2);
const { init, generate, randomFrom } = await import(`../${backend}/hypernetwork.mjs`);
const sizeOf = (shape) => shape.reduce((size, dim) => size * dim, 1);

/** Frees the tensors in whatever a consumer made. */
function dispose(made) {
  if (made === null || typeof made !== "object" || ArrayBuffer.isView(made)) return;
  if (typeof made.dispose === "function") made.dispose();
  else Object.values(made).forEach(dispose);
}

// Each function draws one hypernetwork and gives what it generates, flat, in training for one of its conditions.
const samplers = {
  "typed-arrays": (plan, seed, conditions, condition) => generate(init(plan, seed, conditions), plan, condition, randomFrom(-1 - seed)),
  tfjs(plan, seed, conditions, condition) {
    const params = init(plan, seed, conditions);
    const tensors = generate(params, plan, condition, -1 - seed);
    tensors.forEach(({ shape }, position) => {
      const expected = (plan.heads ?? plan.tensors)[position].shape;
      if (JSON.stringify(shape) !== JSON.stringify(expected)) throw new TypeError(`the shape ${shape} is not ${expected}`);
    });
    const values = tensors.map((tensor) => tensor.dataSync());
    dispose([params, tensors]);
    return values;
  },
};

function versionOf() {
  if (backend !== "tfjs") return `Node ${process.versions.node}`;
  const manifest = new URL("../tfjs/node_modules/@tensorflow/tfjs/package.json", import.meta.url);
  return `TensorFlow.js ${JSON.parse(readFileSync(manifest, "utf8")).version} on Node ${process.versions.node}`;
}

/** Per tensor and network: mean deviation from the predicted mean, and mean square of the deviations. */
function measure({ plan, networks, conditions, values }) {
  const tensors = plan.heads ?? plan.tensors;
  const [deviations, squares] = [tensors.map(() => []), tensors.map(() => [])];
  let generated = [];
  for (let seed = 0; seed < networks; seed++) {
    generated = samplers[backend](plan, seed, conditions, conditions - 1);
    tensors.forEach(({ shape, predicted: { mean } }, position) => {
      const numbers = generated[position];
      if (numbers.length !== sizeOf(shape)) throw new TypeError(`${numbers.length} numbers for the shape ${shape}`);
      let [first, second] = [0, 0];
      for (const value of numbers) {
        first += value - mean;
        second += (value - mean) ** 2;
      }
      deviations[position].push(first / numbers.length);
      squares[position].push(second / numbers.length);
    });
  }
  const first = samplers[backend](plan, networks - 1, conditions, 0);
  const differs = first.some((numbers, position) => numbers.some((value, index) => value !== generated[position][index]));
  return { deviations, squares, differs, last: values ? generated.map((numbers) => Array.from(numbers)) : null };
}

function run(job) {
  try {
    return measure(job);
  } catch (error) {
    if (error instanceof TypeError) throw error;
    return { refused: error.message };
  }
}

const results = JSON.parse(readFileSync(jobsFile, "utf8")).map(run);
writeFileSync(resultsFile, JSON.stringify({ version: versionOf(), results }));
