/** `npm run plots`: draws what each chunking strategy gives the tensors of two real networks, from real plans. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { scaleLinear, scaleLog } from "d3-scale";
import { line } from "d3-shape";
import { planChunkedHyperfan, type ChunkedHyperfanPlan, type RequestInput } from "../../src/index.js";

const STRATEGIES = ["embedding", "rescale", "per-tensor-scale"] as const;
const NETWORKS = [
  { file: "wrn-28-10", title: "WRN-28-10 in chunks of 10 000", size: 10_000 },
  { file: "vit-tiny", title: "A small ViT in chunks of 1000", size: 1000 },
] as const;

const WIDTH = 760;
const PANEL = 150;
const LEFT = 60;
const TOP = 46;
const GAP = 34;

/** The plan with every input variance 1, as the defaults have it. */
function planWith(file: string, size: number, strategy: (typeof STRATEGIES)[number]): ChunkedHyperfanPlan {
  const request = JSON.parse(readFileSync(join(__dirname, `../examples/${file}.request.json`), "utf8")) as RequestInput;
  const { targetShapes, paramMeta } = request;
  return planChunkedHyperfan({ kind: "chunked-hyperfan", targetShapes, paramMeta, inputs: [{ name: "task", dim: 32 }], chunking: { size, embeddingDim: 32, strategy } });
}

const escape = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const round = (x: number): string => x.toFixed(1);

function panel(plan: ChunkedHyperfanPlan, top: number): string {
  const stds = plan.tensors.map(({ intended, predicted }) => ({ intended: Math.sqrt(intended.variance), predicted: Math.sqrt(predicted.variance) }));
  const x = scaleLinear([0, stds.length - 1], [LEFT, WIDTH - 16]);
  const y = scaleLog([1e-3, 2], [top + PANEL, top]).clamp(true);
  const path = line<{ readonly intended: number }>((_, index) => x(index), ({ intended }) => y(intended))(stds) ?? "";
  const dots = stds.map(({ predicted }, index) => `<circle cx="${round(x(index))}" cy="${round(y(predicted))}" r="2.4"/>`).join("");
  const ticks = [0.001, 0.01, 0.1, 1]
    .map((tick) => `<path class="grid" d="M${LEFT},${round(y(tick))}H${WIDTH - 16}"/><text class="tick" x="${LEFT - 6}" y="${round(y(tick) + 4)}">${tick}</text>`)
    .join("");
  const { summary, chunks } = plan;
  const worst = Math.sqrt(summary.worstRatio ?? 1);
  const alike = (summary.largestCorrelation ?? 0).toFixed(3);
  const words = `${chunks.strategy}: ${summary.clippedChunks} of ${chunks.count} chunks clipped, worst std ratio ${Number(worst.toPrecision(3))}, largest correlation ${alike}`;
  return `<text class="name" x="${LEFT}" y="${top - 8}">${escape(words)}</text>${ticks}<path class="intended" d="${path}"/><g class="predicted">${dots}</g>`;
}

function figure({ file, title, size }: (typeof NETWORKS)[number]): string {
  const panels = STRATEGIES.map((strategy, index) => panel(planWith(file, size, strategy), TOP + 20 + index * (PANEL + GAP)));
  const height = TOP + 20 + STRATEGIES.length * (PANEL + GAP);
  const style =
    "text{font:12px sans-serif;fill:#333}.title{font-size:15px;font-weight:bold}.tick{text-anchor:end;fill:#666}.name{font-weight:bold}" +
    ".grid{stroke:#ddd;fill:none}.intended{stroke:#888;stroke-width:1.5;fill:none}.predicted{fill:#c0392b}";
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img">`,
    `<title>${escape(title)}</title><style>${style}</style><rect width="100%" height="100%" fill="#fff"/>`,
    `<text class="title" x="${LEFT}" y="20">${escape(title)}</text>`,
    `<text x="${LEFT}" y="38">standard deviation by tensor: intended (grey line), predicted (red dots)</text>`,
    ...panels,
    "</svg>\n",
  ].join("\n");
}

for (const network of NETWORKS) writeFileSync(join(__dirname, `${network.file}.svg`), figure(network));
