import fc, { type Arbitrary } from "fast-check";

type Fields<Whole> = { readonly [Key in keyof Whole]: Arbitrary<Whole[Key]> };

/** Objects with all keys in `required`, none in `without`, and any of the others. */
export function partly<Whole extends object, Required extends keyof Whole = never>(
  fields: Fields<Whole>,
  required: readonly Required[] = [],
  without: readonly (keyof Whole)[] = [],
): Arbitrary<Partial<Whole> & Pick<Whole, Required>> {
  const kept = Object.fromEntries(Object.entries(fields).filter(([key]) => !without.includes(key as keyof Whole))) as Fields<Whole>;
  return fc.record(kept, { requiredKeys: [...required] as never[], noNullPrototype: true }) as unknown as Arbitrary<Partial<Whole> & Pick<Whole, Required>>;
}

/** The keys of `fields` that `options` gives an arbitrary for: those should not be left out. */
export function givenKeys<Whole extends object>(fields: Whole, options: object): (keyof Whole)[] {
  return Object.keys(fields).filter((key): key is string & keyof Whole => key in options);
}
