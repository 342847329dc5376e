/**
 * `npm run verify:chunks [-- DRAWS]`: default inputs (all variances 1), chunk sizes 100 to 100 000: what the tensors of
 * real networks get under each strategy, and how alike their chunks are, measured against predicted.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { activationFunction } from "../../src/math/activation-function.js";
import { planChunkedHyperfan, type ChunkedHyperfanPlan, type RequestInput } from "../../src/index.js";
import { randomOf } from "../../src/hypernetwork/random.js";
import { simulate } from "../../src/simulate/simulate.js";

const STRATEGIES = ["embedding", "rescale", "per-tensor-scale"] as const;
const SIZES = [100, 1000, 10_000, 100_000];
const NETWORKS = ["wrn-28-10", "lenet"] as const;
const SEED = 1;

function planFor(network: string, size: number, strategy: (typeof STRATEGIES)[number]): ChunkedHyperfanPlan {
  const file = join(__dirname, `../../docs/examples/${network}.request.json`);
  const { targetShapes, paramMeta } = JSON.parse(readFileSync(file, "utf8")) as RequestInput;
  return planChunkedHyperfan({
    kind: "chunked-hyperfan",
    targetShapes,
    paramMeta,
    inputs: [{ name: "task", dim: 32 }],
    chunking: { size, embeddingDim: 32, strategy },
  });
}

/** The two chunks of least embedding variance: those that the plan's largest correlation is about. */
function leastVariances({ chunks }: ChunkedHyperfanPlan): readonly [number, number] | null {
  const [least, next] = chunks.runs.flatMap(({ variance, count }) => (count > 1 ? [variance, variance] : [variance])).sort((a, b) => a - b);
  return least === undefined || next === undefined ? null : [least, next];
}

/**
 * The correlation of two chunks' outputs over draws of the whole hypernetwork, with its standard error, by a forward
 * pass of its own: relu, matched layers, uniform embeddings, standard normal inputs. A row of the output layer has mean
 * 0, so the correlation of two outputs is that of the activations it reads.
 */
function measuredCorrelation({ hidden, chunks, input }: ChunkedHyperfanPlan, [first, second]: readonly [number, number], draws: number): { readonly correlation: number; readonly error: number } {
  const random = randomOf(SEED);
  const uniform = (std: number): number => Math.sqrt(3) * std * (2 * random.uniform() - 1);
  const normal = (): number => Math.sqrt(-2 * Math.log(random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
  const relu = activationFunction({ name: "relu" }).value;
  const products: (readonly [number, number, number])[] = [];
  for (let draw = 0; draw < draws; draw += 1) {
    const common = Array.from({ length: input.dim }, normal);
    let pair = [first, second].map((variance) => [...common, ...Array.from({ length: chunks.embeddingDim }, () => uniform(Math.sqrt(variance)))]);
    for (const { weight } of hidden) {
      const [width = 0, fanIn = 0] = weight.shape;
      const rows = Array.from({ length: width }, () => Array.from({ length: fanIn }, () => uniform(Math.sqrt(2 / fanIn))));
      pair = pair.map((x) => rows.map((row) => relu(row.reduce((sum, w, i) => sum + w * (x[i] ?? 0), 0))));
    }
    const [x = [], y = []] = pair;
    const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
    products.push([dot(x, y), dot(x, x), dot(y, y)]);
  }
  const mean = (index: 0 | 1 | 2): number => products.reduce((sum, product) => sum + product[index], 0) / draws;
  const [xy, xx, yy] = [mean(0), mean(1), mean(2)];
  const correlation = xy / Math.sqrt(xx * yy);
  // Each draw's share in the ratio, to first order.
  const shares = products.map(([p, q, r]) => correlation * (p / xy - q / (2 * xx) - r / (2 * yy)));
  return { correlation, error: Math.sqrt(shares.reduce((sum, share) => sum + share * share, 0)) / draws };
}

const short = (x: number): string => String(Number(x.toPrecision(3)));
const range = (values: readonly number[]): string => (values.length === 0 ? "" : `${short(Math.min(...values))} to ${short(Math.max(...values))}`);

function row(network: string, size: number, strategy: (typeof STRATEGIES)[number], draws: number): string {
  const plan = planFor(network, size, strategy);
  const { tensors } = simulate(plan, { seed: SEED, draws, maxRows: 16, maxChunks: 2 });
  const ratios = tensors.map(({ variance, intended }) => variance.measured / (intended?.variance ?? NaN));
  const unmixed = ratios.filter((_, index) => Math.abs((plan.tensors[index]?.mixing ?? 0) - 1) < 1e-9);
  const worstZ = Math.max(...tensors.map(({ variance }) => Math.abs(variance.z ?? 0)));
  const pair = leastVariances(plan);
  const found = pair === null ? null : measuredCorrelation(plan, pair, draws);
  const predicted = plan.summary.largestCorrelation;
  const alike = found === null || predicted === null ? ["", "", ""] : [short(predicted), `${short(found.correlation)} ± ${short(found.error)}`, short((found.correlation - predicted) / found.error)];
  return `| ${[network, size, strategy, plan.summary.clippedChunks, plan.chunks.count, range(ratios), range(unmixed), short(worstZ), ...alike].join(" | ")} |`;
}

const draws = Number(process.argv[2] ?? 400);
const columns = ["network", "chunk size", "strategy", "clipped", "chunks", "measured/intended, all", "measured/intended, unmixed", "worst \\|z\\|", "correlation", "measured", "z"];
console.log(`Seed ${SEED}, ${draws} draws.\n`);
console.log(`| ${columns.join(" | ")} |\n|${columns.map(() => "---").join("|")}|`);
for (const network of NETWORKS) {
  for (const size of SIZES) {
    for (const strategy of STRATEGIES) console.log(row(network, size, strategy, draws));
  }
}
