/** The parameters of each activation, by its name. One row here, in `names` and in each table is a new activation. */
interface ActivationParameters {
  readonly relu: unknown;
  readonly linear: unknown;
  readonly tanh: unknown;
  readonly sigmoid: unknown;
  readonly selu: unknown;
  /** x·Φ(x) with the exact normal distribution function, not its tanh approximation. */
  readonly gelu: unknown;
  /** x·sigmoid(x), also called swish. */
  readonly silu: unknown;
  readonly softplus: unknown;
  readonly mish: unknown;
  readonly sin: unknown;
  readonly erf: unknown;
  /** x for x > 0, negativeSlope·x below. */
  readonly leaky_relu: { readonly negativeSlope: number };
  /** x for x > 0, alpha·(eˣ − 1) below. */
  readonly elu: { readonly alpha: number };
}

export type ActivationName = keyof ActivationParameters;

/** The activation of one name; for a union of names, the union of their activations. */
export type ActivationOf<Name extends ActivationName> = {
  [N in Name]: { readonly name: N } & ActivationParameters[N];
}[Name];

/** An activation function as plain data: its name, and its parameter where it has one. Parameters are finite. */
export type Activation = ActivationOf<ActivationName>;

// A record rather than a list: the compiler then refuses a name left out.
const names: { readonly [N in ActivationName]: N } = {
  relu: "relu",
  linear: "linear",
  tanh: "tanh",
  sigmoid: "sigmoid",
  selu: "selu",
  gelu: "gelu",
  silu: "silu",
  softplus: "softplus",
  mish: "mish",
  sin: "sin",
  erf: "erf",
  leaky_relu: "leaky_relu",
  elu: "elu",
};

/** The name of every activation. */
export const activationNames: readonly ActivationName[] = Object.freeze(Object.values(names));
