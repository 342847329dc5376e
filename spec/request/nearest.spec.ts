import { nearest } from "../../src/request/nearest.js";

const KEYS = ["targetShapes", "paramMeta", "inputs", "hypernet", "method"];

describe("nearest", () => {
  it.each([
    ["a letter too few", "input", "inputs"],
    ["a letter too many", "methood", "method"],
    ["another letter", "hypernot", "hypernet"],
    ["two letters swapped", "tragetShapes", "targetShapes"],
    ["other capitals", "PARAMMETA", "paramMeta"],
    ["underscores", "target_shapes", "targetShapes"],
  ])("finds a word with %s", (_, given, word) => {
    expect(nearest(given, KEYS)).toBe(word);
  });

  it("finds nothing that is far off", () => {
    expect(nearest("seed", KEYS)).toBeUndefined();
    expect(nearest("", KEYS)).toBeUndefined();
    expect(nearest("----", KEYS)).toBeUndefined();
    expect(nearest("inputs", [])).toBeUndefined();
  });

  it("allows one edit in a short word, and a third of the letters in a longer one", () => {
    expect(nearest("on", ["in"])).toBe("in");
    expect(nearest("am", ["in"])).toBeUndefined();
    expect(nearest("abcdxy", ["abcdef"])).toBe("abcdef");
    expect(nearest("abcxyz", ["abcdef"])).toBeUndefined();
  });

  it("takes a word cut short for the whole word, before one that differs in few letters", () => {
    expect(nearest("weightVar", ["weightMean", "weightVariance"])).toBe("weightVariance");
    expect(nearest("pad", ["used", "padded"])).toBe("padded");
    expect(nearest("pa", ["padded"])).toBeUndefined();
  });

  it("takes the nearest of several, and the first of equally near ones", () => {
    expect(nearest("relo", ["selu", "relu", "gelu"])).toBe("relu");
    expect(nearest("elux", ["elua", "elub"])).toBe("elua");
  });

  it("takes two neighbours in each other's place for one slip", () => {
    expect(nearest("bais", ["weight", "bias"])).toBe("bias");
    expect(nearest("isn", ["sin"])).toBe("sin");
    expect(nearest("nsi", ["sin"])).toBeUndefined();
  });

  it("does not look at known words of more than 40 letters, nor at more than 100 words", () => {
    expect(nearest("x".repeat(40), ["x".repeat(41)])).toBeUndefined();
    const words = Array.from({ length: 100 }, (_, index) => `word${index}`);
    expect(nearest("gate", [...words.slice(1), "gates"])).toBe("gates");
    expect(nearest("gate", [...words, "gates"])).toBeUndefined();
  });

  it("does not look at words of more than 40 letters, which are no slips", () => {
    const word = "x".repeat(40);
    expect(nearest(word, [word])).toBe(word);
    expect(nearest(`${word}x`, [word])).toBeUndefined();
  });
});
