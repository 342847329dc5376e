import { describe, expect } from "@jest/globals";
import { fc, test } from "@fast-check/jest";
import { listingOf, ranked, SHOWN } from "../../src/cli/listing.js";

const itself = (x: number): number => x;

describe("a listing", () => {
  test.prop([fc.array(fc.nat(50), { maxLength: 60 }), fc.boolean()])("is all in their order, or the worst first", (items, all) => {
    const { shown, more } = listingOf(items, itself, all);
    expect(shown.length + more).toBe(items.length);
    if (all || items.length <= SHOWN) expect(shown).toEqual(items);
    else expect(shown).toEqual([...items].sort((a, b) => b - a).slice(0, SHOWN));
  });

  test("shows twenty", () => {
    expect(SHOWN).toBe(20);
    const items = Array.from({ length: 21 }, (_, index) => index);
    expect(listingOf(items.slice(1), itself, false)).toEqual({ shown: items.slice(1), more: 0 });
    expect(listingOf(items, itself, false)).toEqual({ shown: items.slice(1).reverse(), more: 1 });
  });
});

describe("a ranking", () => {
  test("leaves what differs by rounding only in its order", () => {
    expect(ranked([1, 1 + 1e-12, 2 - 1e-12, 2, 3], itself)).toEqual([3, 2 - 1e-12, 2, 1, 1 + 1e-12]);
    expect(ranked([1, 1 + 2e-9], itself)).toEqual([1 + 2e-9, 1]);
  });

  test("puts what is infinitely bad first, in its order", () => {
    const items = [{ name: "a", bad: 1 }, { name: "b", bad: Infinity }, { name: "c", bad: 2 }, { name: "d", bad: Infinity }];
    expect(ranked(items, ({ bad }) => bad).map(({ name }) => name).join("")).toBe("bdca");
  });
});
