import { readFileSync } from "node:fs";
import { join } from "node:path";
import { adviseChunkSize, planChunkedHyperfan, type RequestInput } from "../../../src/index.js";
import { short, times, type Finding } from "./measure.js";

const UNET = join(__dirname, "../../fixtures/models/stable-diffusion-1.5-unet.txt");
const ACTIVATIONS = ["relu", "gelu", "silu", "tanh", "mish", "selu"] as const;
type Activation = (typeof ACTIVATIONS)[number];

/** The UNet of Stable Diffusion in chunks of 1000. */
function unet(): RequestInput {
  const rows = readFileSync(UNET, "utf8").trim().split("\n").slice(2).map((line) => line.split(" "));
  return {
    kind: "chunked-hyperfan",
    targetShapes: rows.map(([, shape = ""]) => shape.split("x").map(Number)),
    paramMeta: rows.map(([label = "", , name = ""], layer) => ({ name, layer, label })),
    inputs: [{ name: "task", dim: 8 }],
    chunking: { size: 1000 },
  };
}

const forAll = <Result>(make: (activation: Activation) => Result): Record<Activation, Result> =>
  Object.fromEntries(ACTIVATIONS.map((activation) => [activation, make(activation)])) as Record<Activation, Result>;

/** What activations without a closed form cost where chunks are planned and compared, for a large network. */
export function chunkedActivations(): Finding {
  const request = unet();
  const requests = forAll((activation): RequestInput => ({ ...request, hypernet: { activation } }));
  const planned = times(forAll((activation) => () => planChunkedHyperfan(requests[activation])), 15);
  const advised = times(forAll((activation) => () => adviseChunkSize(requests[activation])), 3);
  return {
    title: "Activations in chunked plans",
    rows: ACTIVATIONS.map((activation) => ({ activation, "plan, ms": short(planned[activation]), "advise, ms": short(advised[activation]) })),
    claims: [
      { claim: `plan of ${request.targetShapes.length} tensors: gelu / relu`, ratio: planned.gelu / planned.relu, limit: 5 },
      { claim: "advise on them: gelu / relu", ratio: advised.gelu / advised.relu, limit: 5 },
    ],
  };
}
