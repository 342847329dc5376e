import fc from "fast-check";
import { axesOf, fansOf, type FanOptions, type Fans, type Layout } from "../../src/math/fans.js";

type Index = readonly number[];

/** All index tuples below some dimensions. */
function tuples(dims: readonly number[]): Index[] {
  return dims.reduce<Index[]>((all, dim) => all.flatMap((head) => Array.from({ length: dim }, (_, last) => [...head, last])), [[]]);
}

interface Tap {
  readonly from: number;
  readonly to: number;
  readonly shift: Index;
}

/** Input channel, output channel and kernel position of one element of a weight, by the layout's definition. */
function tapAt(index: Index, shape: readonly number[], { layout = "OIHW", transposed = false, groups = 1 }: FanOptions): Tap {
  const last = index.length - 2;
  const [a = 0, b = 0] = layout === "OIHW" ? index : index.slice(last);
  const [sizeA = 1, sizeB = 1] = layout === "OIHW" ? shape : shape.slice(last);
  const shift = layout === "OIHW" ? index.slice(2) : index.slice(0, last);
  if (layout === "HWCM") return { from: a, to: a * sizeB + b, shift };
  // PyTorch: [out, in/groups, …], transposed [in, out/groups, …]; Keras the other way round.
  const [whole, share, wholeSize, shareSize] = layout === "OIHW" ? [a, b, sizeA, sizeB] : [b, a, sizeB, sizeA];
  const group = Math.floor(whole / (wholeSize / groups));
  const other = group * shareSize + share;
  return transposed ? { from: whole, to: other, shift } : { from: other, to: whole, shift };
}

/** How often each value occurs; all must occur equally often. */
function evenCount(values: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  expect(new Set(counts.values()).size).toBe(1);
  return values.length / counts.size;
}

/**
 * The fans by counting: every connection between units of a small network whose space closes in a ring, so that no unit
 * is at an edge. Of fused layers, only connections to the first part count for the fan-out.
 */
function countedFans(shape: readonly number[], options: FanOptions): Fans {
  const kernel = options.layout === undefined || options.layout === "OIHW" ? shape.slice(2) : shape.slice(0, -2);
  const space = kernel.map((taps) => taps + 1);
  const connections = tuples(shape).flatMap((index) => {
    const { from, to, shift } = tapAt(index, shape, options);
    return tuples(space).map((at) => ({ from: `${from} ${at.join()}`, to, at: at.map((x, axis) => (x + (shift[axis] ?? 0)) % (space[axis] ?? 1)).join() }));
  });
  const outputs = new Set(connections.map(({ to }) => to)).size;
  const ofFirstPart = connections.filter(({ to }) => to < outputs / (options.parts ?? 1));
  return { fanIn: evenCount(connections.map(({ to, at }) => `${to} ${at}`)), fanOut: evenCount(ofFirstPart.map(({ from }) => from)) };
}

const few = fc.integer({ min: 1, max: 3 });

/** Shapes in small numbers, each with what tells its axes apart. */
const weights = fc
  .record({
    layout: fc.constantFrom<Layout[]>("OIHW", "HWIO", "HWCM"),
    transposed: fc.boolean(),
    groups: few,
    parts: few,
    kernel: fc.array(few, { maxLength: 2 }),
    channels: fc.tuple(few, few),
  })
  .map(({ layout, transposed, groups, parts, kernel, channels: [whole, share] }) => {
    if (layout === "HWCM") return { shape: [...kernel, whole, share], options: { layout } };
    // Parts only without groups: how the two would share the output axis differs between libraries.
    const isFused = groups === 1 && !transposed;
    const pair = [whole * groups * (isFused ? parts : 1), share];
    const shape = layout === "OIHW" ? [...pair, ...kernel] : [...kernel, ...pair.reverse()];
    return { shape, options: { layout, transposed, groups, ...(isFused ? { parts } : {}) } };
  });

describe("fansOf", () => {
  it("counts the connections of single units: plain, grouped, transposed, depthwise and fused, in every layout", () => {
    fc.assert(fc.property(weights, ({ shape, options }) => { expect(fansOf(shape, options)).toEqual(countedFans(shape, options)); }), { numRuns: 300 });
  });

  // Worked by hand from the definition: receptive field times the units of one group on either side.
  it.each<[string, number[], FanOptions | undefined, Fans]>([
    ["a dense layer 784 → 300", [300, 784], undefined, { fanIn: 784, fanOut: 300 }],
    ["a convolution 3 → 64 of 3×3", [64, 3, 3, 3], undefined, { fanIn: 27, fanOut: 576 }],
    ["a convolution over time", [16, 8, 5], undefined, { fanIn: 40, fanOut: 80 }],
    ["a grouped convolution, whose inputs feed their group only", [64, 8, 3, 3], { groups: 8 }, { fanIn: 72, fanOut: 72 }],
    ["a depthwise convolution as PyTorch has it", [32, 1, 3, 3], { groups: 32 }, { fanIn: 9, fanOut: 9 }],
    ["a transposed convolution 64 → 32", [64, 32, 4, 4], { transposed: true }, { fanIn: 1024, fanOut: 512 }],
    ["a transposed convolution in groups", [64, 8, 2, 2], { transposed: true, groups: 4 }, { fanIn: 64, fanOut: 32 }],
    ["q, k and v in one matrix", [1536, 512], { parts: 3 }, { fanIn: 512, fanOut: 512 }],
    ["the gates of an LSTM", [512, 64], { parts: 4 }, { fanIn: 64, fanOut: 128 }],
    ["a dense layer of Keras", [784, 300], { layout: "HWIO" }, { fanIn: 784, fanOut: 300 }],
    ["a convolution of Keras", [3, 3, 3, 64], { layout: "HWIO" }, { fanIn: 27, fanOut: 576 }],
    ["a transposed convolution of Keras, [..., out, in]", [4, 4, 32, 64], { layout: "HWIO", transposed: true }, { fanIn: 1024, fanOut: 512 }],
    ["a depthwise convolution of TensorFlow", [3, 3, 32, 2], { layout: "HWCM" }, { fanIn: 9, fanOut: 18 }],
  ])("gives %s its fans", (_, shape, options, fans) => {
    expect(fansOf(shape, options)).toEqual(fans);
  });

  it("gives none to a scalar or a vector, in any layout", () => {
    for (const layout of ["OIHW", "HWIO", "HWCM"] as const) {
      expect(fansOf([], { layout })).toBeNull();
      expect(fansOf([7], { layout })).toBeNull();
    }
  });

  it("takes options that are undefined for options that are left out", () => {
    expect(fansOf([4, 2], { layout: undefined, groups: undefined, transposed: undefined, parts: undefined })).toEqual(fansOf([4, 2]));
  });
});

describe("axesOf", () => {
  it("tells the outputs of all groups and parts together: the length of the layer's bias", () => {
    expect(axesOf([64, 8, 3, 3], { groups: 8 })).toEqual({ inputs: 8, outputs: 64, groups: 8, receptiveField: 9 });
    expect(axesOf([64, 8, 2, 2], { transposed: true, groups: 4 })).toEqual({ inputs: 16, outputs: 32, groups: 4, receptiveField: 4 });
    expect(axesOf([1536, 512], { parts: 3 })?.outputs).toBe(1536);
    expect(axesOf([3, 3, 32, 2], { layout: "HWCM" })).toEqual({ inputs: 1, outputs: 64, groups: 32, receptiveField: 9 });
  });

  it("ignores groups and transposition in a depthwise layout, which has one group per channel", () => {
    expect(axesOf([3, 3, 32, 2], { layout: "HWCM", groups: 4, transposed: true })).toEqual(axesOf([3, 3, 32, 2], { layout: "HWCM" }));
  });
});
