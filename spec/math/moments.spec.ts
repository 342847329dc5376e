import fc from "fast-check";
import { activationNames, type Activation } from "../../src/math/activation.js";
import { erf, erfc } from "../../src/math/erf.js";
import { derivativeSecondMoment, firstMoment, isHomogeneous, secondMoment } from "../../src/math/moments.js";

type RealFunction = (x: number) => number;

const activations: readonly Activation[] = activationNames.map((name) => {
  if (name === "elu") return { name, alpha: 0.7 };
  return name === "leaky_relu" ? { name, negativeSlope: 0.2 } : { name };
});
const cases = activations.map((activation) => [activation.name, activation] as const);

const anyVariance = fc.double({ min: -150, max: 300, noNaN: true }).map((power) => 10 ** power);
const moderateVariance = fc.double({ min: -12, max: 12, noNaN: true }).map((power) => 10 ** power);

/** Nodes and weights of Gauss–Legendre quadrature on [0, 1], by Newton's method on the Legendre polynomial. */
function gaussLegendre(count: number): readonly { readonly at: number; readonly weight: number }[] {
  return Array.from({ length: count }, (_, i) => {
    let x = Math.cos((Math.PI * (i + 0.75)) / (count + 0.5));
    let slope = NaN;
    for (let step = 0; step < 10; step++) {
      let [previous, value] = [1, x];
      for (let n = 2; n <= count; n++) [previous, value] = [value, ((2 * n - 1) * x * value - (n - 1) * previous) / n];
      slope = (count * (x * value - previous)) / (x * x - 1);
      x -= value / slope;
    }
    return { at: (1 + x) / 2, weight: 1 / ((1 - x * x) * slope * slope) };
  });
}

const rule = gaussLegendre(20);

/** E[f(std·g)] by Gauss–Legendre on panels that grow by a factor of 1.5 from far below both scales to 14 std. */
function integral(f: RealFunction, std: number): number {
  const integrand = (y: number): number => Math.exp(-((y / std) ** 2) / 2) * (f(y) + f(-y));
  let sum = 0;
  const first = 1e-4 * Math.min(1, std);
  for (let [from, to] = [0, first]; from < 14 * std; [from, to] = [to, 1.5 * to]) {
    for (const { at, weight } of rule) sum += (to - from) * weight * integrand(from + (to - from) * at);
  }
  return sum / (std * Math.sqrt(2 * Math.PI));
}

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
const softplus = (x: number): number => (x > 40 ? x : Math.log1p(Math.exp(x)));
const normal = (x: number): number => erfc(-x / Math.SQRT2) / 2;
const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
const exponentialUnit = (scale: number, alpha: number): readonly [RealFunction, RealFunction] => [
  (x) => scale * (x > 0 ? x : alpha * Math.expm1(x)),
  (x) => scale * (x > 0 ? 1 : alpha * Math.exp(x)),
];

/** Textbook definitions and derivatives, apart from the ones under test. */
const definitions: Readonly<Record<string, readonly [RealFunction, RealFunction]>> = {
  relu: [(x) => (x > 0 ? x : 0), (x) => (x > 0 ? 1 : 0)],
  linear: [(x) => x, () => 1],
  tanh: [Math.tanh, (x) => 1 / Math.cosh(x) ** 2],
  sigmoid: [logistic, (x) => logistic(x) * logistic(-x)],
  selu: exponentialUnit(1.0507009873554805, 1.6732632423543772),
  gelu: [(x) => x * normal(x), (x) => normal(x) + x * density(x)],
  silu: [(x) => x * logistic(x), (x) => logistic(x) * (1 + x * logistic(-x))],
  softplus: [softplus, logistic],
  mish: [
    (x) => x * Math.tanh(softplus(x)),
    (x) => Math.tanh(softplus(x)) + x * logistic(x) * Math.cosh(Math.min(softplus(x), 300)) ** -2,
  ],
  sin: [Math.sin, Math.cos],
  erf: [erf, (x) => (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x)],
  leaky_relu: [(x) => (x > 0 ? x : 0.2 * x), (x) => (x > 0 ? 1 : 0.2)],
  elu: exponentialUnit(1, 0.7),
};

describe("moments", () => {
  // mpmath 1.3, 50 digits, Gauss–Legendre panel by panel on the definitions: E[φ], E[φ²], E[φ′²].
  it.each([
    [{ name: "tanh" }, 1e-12, 0, 9.99999999998e-13, 0.999999999998],
    [{ name: "tanh" }, 0.01, 0, 0.009805468755532405, 0.9806702434649816],
    [{ name: "tanh" }, 1, 0, 0.39429449039784115, 0.46440290244826826],
    [{ name: "tanh" }, 100, 0, 0.9205368634305167, 0.053106787748115836],
    [{ name: "tanh" }, 1e12, 0, 0.9999992021154392, 5.319230405351578e-7],
    [{ name: "sigmoid" }, 1e-12, 0.5, 0.2500000000000625, 0.06249999999996875],
    [{ name: "sigmoid" }, 0.01, 0.5, 0.25062189693581394, 0.06219020417837776],
    [{ name: "sigmoid" }, 1, 0.5, 0.29337903585809294, 0.04483624135019437],
    [{ name: "sigmoid" }, 100, 0.5, 0.4607404398906359, 0.006606645503534153],
    [{ name: "sigmoid" }, 1e12, 0.5, 0.4999996010577196, 6.649038006686257e-8],
    [{ name: "selu" }, 1e-12, -2.8221067276967447e-7, 2.0974404623695913e-12, 2.0974404623699776],
    [{ name: "selu" }, 0.01, -0.024049118062213316, 0.01875588812324127, 1.8787293112628787],
    [{ name: "selu" }, 1, 0, 1, 1.0715749924557993],
    [{ name: "selu" }, 100, 3.38209750159134, 56.561363160460665, 0.6134880871071422],
    [{ name: "selu" }, 1e12, 419168.16886666324, 551986282416.4363, 0.5519868989628894],
    [{ name: "elu", alpha: 1 }, 1e-12, 2.4999986701930235e-13, 9.999992021163143e-13, 0.9999992021164392],
    [{ name: "elu", alpha: 1 }, 0.01, 0.002373013327678879, 0.009282237658402472, 0.9292398082334737],
    [{ name: "elu", alpha: 1 }, 1, 0.16052057226655606, 0.6449454174929239, 0.6681020012231706],
    [{ name: "elu", alpha: 1 }, 100, 3.528929498115713, 50.44088422744556, 0.519897615648327],
    [{ name: "elu", alpha: 1 }, 1e12, 398941.7804018316, 500000000000.5, 0.5000001994711402],
    [{ name: "silu" }, 1e-12, 2.499999999999375e-13, 2.500000000001875e-13, 0.25000000000025],
    [{ name: "silu" }, 0.01, 0.002493781030641861, 0.002518595281558747, 0.25247528776878614],
    [{ name: "silu" }, 1, 0.20662096414190703, 0.35577551981735217, 0.3794823516328293],
    [{ name: "silu" }, 100, 3.9259560109364076, 49.87717310747202, 0.5071538291283172],
    [{ name: "silu" }, 1e12, 398942.2804007764, 500000000000, 0.5000000857638225],
    [{ name: "softplus" }, 1e-12, 0.6931471805600703, 0.4804530139186247, 0.2500000000000625],
    [{ name: "softplus" }, 0.01, 0.6943956232408094, 0.48468839105428874, 0.25062189693581394],
    [{ name: "softplus" }, 1, 0.8060591833474398, 0.9212459088593002, 0.29337903585809294],
    [{ name: "softplus" }, 100, 4.054313031171149, 50.09361702725157, 0.4607404398906359],
    [{ name: "softplus" }, 1e12, 398942.2804020889, 500000000000, 0.4999996010577196],
    [{ name: "mish" }, 1e-12, 3.199999999998624e-13, 3.600000000002496e-13, 0.360000000000352],
    [{ name: "mish" }, 0.01, 0.003186355964405357, 0.003624525179987464, 0.3634510495995478],
    [{ name: "mish" }, 1, 0.24040388837479143, 0.45234219237588275, 0.47908375837396977],
    [{ name: "mish" }, 100, 3.9457764618245377, 49.98453565963621, 0.5071246280362504],
    [{ name: "mish" }, 1e12, 398942.2804009841, 500000000000, 0.500000074082091],
    [{ name: "gelu" }, 1e-12, 3.989422804012332e-13, 2.5000000000047745e-13, 0.2500000000006366],
    [{ name: "gelu" }, 0.01, 0.0039696240574660716, 0.002546963494577496, 0.25624131882887735],
    [{ name: "gelu" }, 1, 0.28209479177387814, 0.4252214825702987, 0.4558508656492871],
    [{ name: "gelu" }, 100, 3.969624057466072, 49.98148273002282, 0.505399864183417],
    [{ name: "gelu" }, 1e12, 398942.28040123323, 500000000000, 0.5000000562697697],
    [{ name: "sin" }, 1e-12, 0, 9.99999999999e-13, 0.999999999999],
    [{ name: "sin" }, 0.01, 0, 0.00990066334662235, 0.9900993366533777],
    [{ name: "sin" }, 1, 0, 0.43233235838169365, 0.5676676416183063],
    [{ name: "sin" }, 100, 0, 0.5, 0.5],
    [{ name: "erf" }, 1e-12, 0, 1.2732395447326161e-12, 1.2732395447326161],
    [{ name: "erf" }, 0.01, 0, 0.012483540641115764, 1.2485140930928054],
    [{ name: "erf" }, 1, 0, 0.46455905439753997, 0.5694100347337416],
    [{ name: "erf" }, 100, 0, 0.9364702257194223, 0.06358254866280029],
    [{ name: "erf" }, 1e12, 0, 0.9999993633802277, 6.366197723675018e-7],
  ] as const)("of %j at variance %d agree with 50-digit integrals to 14 digits", (activation, variance, first, second, derivative) => {
    // The mean of selu crosses zero; what it can be held to is its root mean square.
    const scale = activation.name === "selu" ? Math.sqrt(second) : Math.abs(first);
    expect(Math.abs(firstMoment(activation, variance) - first)).toBeLessThanOrEqual(5e-15 * scale);
    expect(Math.abs(secondMoment(activation, variance) / second - 1)).toBeLessThan(5e-15);
    expect(Math.abs(derivativeSecondMoment(activation, variance) / derivative - 1)).toBeLessThan(5e-15);
  });

  it.each(cases)("of %s agree with composite Gauss–Legendre integrals from variance 1e-12 to 1e12", (name, activation) => {
    const [value, derivative] = definitions[name]!;
    for (let power = -12; power <= 12; power += 1) {
      const variance = 10 ** power;
      const std = Math.sqrt(variance);
      // The panels cannot follow that many oscillations.
      if (name === "sin" && variance > 10) continue;
      const size = integral((x) => Math.abs(value(x)), std);
      expect(Math.abs(firstMoment(activation, variance) - integral(value, std))).toBeLessThan(1e-12 * size);
      expect(Math.abs(secondMoment(activation, variance) / integral((x) => value(x) ** 2, std) - 1)).toBeLessThan(1e-12);
      expect(Math.abs(derivativeSecondMoment(activation, variance) / integral((x) => derivative(x) ** 2, std) - 1)).toBeLessThan(1e-12);
    }
  });

  it.each(cases)("of %s are finite wherever they can be held by a double", (_, activation) => {
    fc.assert(
      fc.property(anyVariance, (variance) => {
        const all = [firstMoment(activation, variance), secondMoment(activation, variance), derivativeSecondMoment(activation, variance)];
        return all.every(Number.isFinite);
      }),
      { examples: [[0], [Number.MIN_VALUE], [1e-310], [1e300]] },
    );
  });

  it.each(cases)("of %s obey E[φ]² ≤ E[φ²], and Poincaré's Var(φ) ≤ v·E[φ′²]", (_, activation) => {
    fc.assert(
      fc.property(moderateVariance, (variance) => {
        const [mean, second] = [firstMoment(activation, variance), secondMoment(activation, variance)];
        const spread = second - mean ** 2;
        const slack = 1e-14 * second;
        return spread >= -slack && spread <= variance * derivativeSecondMoment(activation, variance) + slack;
      }),
    );
  });

  it.each([0, 0.01, -0.5, 1])("of leaky_relu with slope %d are those of its two halves", (negativeSlope) => {
    const activation: Activation = { name: "leaky_relu", negativeSlope };
    expect(firstMoment(activation, 2 * Math.PI)).toBeCloseTo(1 - negativeSlope, 14);
    expect(secondMoment(activation, 3)).toBeCloseTo((3 * (1 + negativeSlope ** 2)) / 2, 14);
    expect(derivativeSecondMoment(activation, 3)).toBeCloseTo((1 + negativeSlope ** 2) / 2, 14);
  });

  it("of elu with alpha 0 are those of relu", () => {
    fc.assert(
      fc.property(moderateVariance, (variance) => {
        for (const moment of [firstMoment, secondMoment, derivativeSecondMoment]) {
          const ratio = moment({ name: "elu", alpha: 0 }, variance) / moment({ name: "relu" }, variance);
          expect(ratio).toBeCloseTo(1, 14);
        }
      }),
    );
  });
});

describe("firstMoment", () => {
  it("is zero for odd functions, and one half for sigmoid", () => {
    const odd = ["linear", "tanh", "sin", "erf"] as const;
    expect(odd.map((name) => firstMoment({ name }, 0.7))).toEqual([0, 0, 0, 0]);
    expect(firstMoment({ name: "sigmoid" }, 0.7)).toBe(0.5);
  });

  it("of softplus is that of relu plus the even rest", () => {
    const even = (x: number): number => Math.log1p(Math.exp(-Math.abs(x)));
    for (const variance of [0.01, 1, 30]) {
      const expected = firstMoment({ name: "relu" }, variance) + integral(even, Math.sqrt(variance));
      expect(firstMoment({ name: "softplus" }, variance)).toBeCloseTo(expected, 13);
    }
  });
});

describe("secondMoment", () => {
  it.each([
    [{ name: "relu" }, 0.5, 1e-15],
    [{ name: "linear" }, 1, 1e-15],
    [{ name: "tanh" }, 0.39429449, 5e-9],
    [{ name: "sigmoid" }, 0.29338, 5e-6],
    [{ name: "gelu" }, 0.42522, 5e-6],
    [{ name: "silu" }, 0.35578, 5e-6],
    [{ name: "elu", alpha: 1 }, 0.64495, 5e-6],
    [{ name: "selu" }, 1, 1e-14],
    [{ name: "softplus" }, 0.92125, 5e-6],
    [{ name: "sin" }, 0.43233236, 5e-9],
  ] as const)("of %j at variance 1 is %d", (activation, expected, tolerance) => {
    expect(Math.abs(secondMoment(activation, 1) - expected)).toBeLessThan(tolerance);
  });

  it.each(cases)("of %s increases with the variance", (_, activation) => {
    fc.assert(
      fc.property(moderateVariance, fc.double({ min: 1e-6, max: 5, noNaN: true }), (variance, growth) => {
        const [small, large] = [secondMoment(activation, variance), secondMoment(activation, variance * (1 + growth))];
        // Where it has saturated the increase is less than rounding.
        return large >= small * (1 - 2e-15);
      }),
    );
  });

  it("of a bounded function stays within its bound", () => {
    const bounds = [["tanh", 1], ["sigmoid", 0.5], ["sin", 0.5], ["erf", 1]] as const;
    fc.assert(
      fc.property(anyVariance, (variance) =>
        bounds.every(([name, bound]) => secondMoment({ name }, variance) <= bound * (1 + 2e-15)),
      ),
      { examples: [[1e300]] },
    );
  });

  it("starts at φ(0)², exactly", () => {
    const start = Object.fromEntries(activations.map((activation) => [activation.name, secondMoment(activation, 0)]));
    const zeros = Object.fromEntries(activationNames.map((name) => [name, 0]));
    expect(start).toEqual({ ...zeros, sigmoid: 0.25, softplus: Math.LN2 ** 2 });
  });

  it("keeps its precision where asin(2v/(1 + 2v)) loses half of it: erf, 1 − 2/(π√v) for large v", () => {
    for (const variance of [1e8, 1e12, 1e16]) {
      const missing = 1 - secondMoment({ name: "erf" }, variance);
      expect(missing).toBeCloseTo(2 / (Math.PI * Math.sqrt(variance)), 12);
    }
  });
});

describe("derivativeSecondMoment", () => {
  it("starts at φ′(0)², at a kink at the mean of both sides", () => {
    const start = Object.fromEntries(activations.map((activation) => [activation.name, derivativeSecondMoment(activation, 0)]));
    expect(start).toEqual({
      relu: 0.5,
      linear: 1,
      tanh: 1,
      sigmoid: 1 / 16,
      selu: expect.closeTo((1.0507009873554805 ** 2 * (1 + 1.6732632423543772 ** 2)) / 2, 14) as number,
      gelu: 0.25,
      silu: 0.25,
      softplus: 0.25,
      mish: expect.closeTo(0.36, 15) as number,
      sin: 1,
      erf: 4 / Math.PI,
      leaky_relu: expect.closeTo(0.52, 15) as number,
      elu: expect.closeTo((1 + 0.7 ** 2) / 2, 15) as number,
    });
  });

  it("is continuous at variance 0", () => {
    for (const activation of activations) {
      expect(derivativeSecondMoment(activation, 1e-40)).toBeCloseTo(derivativeSecondMoment(activation, 0), 14);
    }
  });
});

describe("isHomogeneous", () => {
  it("holds for relu, linear and leaky_relu", () => {
    expect(activations.filter(isHomogeneous).map(({ name }) => name)).toEqual(["relu", "linear", "leaky_relu"]);
  });

  it("means that the second moment scales with the variance, exactly so by powers of two", () => {
    fc.assert(
      fc.property(fc.constantFrom(...activations), fc.double({ min: 1e-100, max: 1e100, noNaN: true }), fc.integer({ min: -60, max: 60 }), (activation, variance, power) => {
        const scaled = secondMoment(activation, variance * 2 ** power);
        return !isHomogeneous(activation) || scaled === secondMoment(activation, variance) * 2 ** power;
      }),
    );
    const others = activations.filter((activation) => !isHomogeneous(activation));
    expect(others.filter((activation) => Math.abs(secondMoment(activation, 4) / secondMoment(activation, 1) - 4) < 0.01)).toEqual([]);
  });
});

describe("the mean of elu", () => {
  // The left side, −alpha·E[1 − e^(−y); y > 0], is within 1e-16 of −alpha/2·(1 − √(2/(π·v))·2 + …) only for the largest v:
  // E[e^(−y); y > 0] = e^(v/2)·Φ(−√v), here by its asymptotic series in 1/v.
  const survivors = (v: number): number => {
    let [term, sum] = [1, 1];
    for (let k = 1; k <= 8; k += 1) sum += term *= -(2 * k - 1) / v;
    return sum / Math.sqrt(2 * Math.PI * v);
  };

  it.each([[1e10, 1e20], [1e4, 1e8], [1e154, 1e100], [1e155, 1.79e308], [3, 400], [1e8, 1e4]])("does not cancel for alpha %d and variance %d", (alpha, v) => {
    const [right, left] = [Math.sqrt(v / (2 * Math.PI)), alpha * (0.5 - survivors(v))];
    expect(Math.abs(firstMoment({ name: "elu", alpha }, v) - (right - left)) / (right + left)).toBeLessThan(3e-15);
  });

  it("is continuous where its forms meet", () => {
    for (const alpha of [0.5, 1, 1e6]) {
      const [below, above] = [firstMoment({ name: "elu", alpha }, 1), firstMoment({ name: "elu", alpha }, 1 + 2 ** -52)];
      expect(Math.abs(below - above) / alpha).toBeLessThan(1e-14);
    }
  });
});

describe("the second moment", () => {
  it.each(["selu", "gelu", "silu", "softplus", "mish", "elu"] as const)("of %s is a double up to the largest variance", (name) => {
    const activation: Activation = name === "elu" ? { name, alpha: 1 } : { name };
    const share = secondMoment(activation, 1e290) / 1e290;
    for (const v of [1e305, 1e306, 2e306, 1e308, Number.MAX_VALUE]) expect(secondMoment(activation, v) / v / share).toBeCloseTo(1, 13);
  });

  it("of a function that is bounded, and both means of gelu, stay what they are up to the largest variance", () => {
    for (const name of ["erf", "tanh", "sigmoid", "sin"] as const) {
      expect(secondMoment({ name }, Number.MAX_VALUE)).toBeCloseTo(secondMoment({ name }, 1e290), 13);
      expect(derivativeSecondMoment({ name }, Number.MAX_VALUE)).toBeCloseTo(derivativeSecondMoment({ name }, 1e290), 13);
    }
    expect(derivativeSecondMoment({ name: "erf" }, 1e308) * 1e154).toBeCloseTo(2 / Math.PI, 13);
    expect(firstMoment({ name: "gelu" }, Number.MAX_VALUE) / Math.sqrt(Number.MAX_VALUE / (2 * Math.PI))).toBeCloseTo(1, 13);
    expect(derivativeSecondMoment({ name: "gelu" }, Number.MAX_VALUE)).toBeCloseTo(0.5, 13);
  });

  it("rounds alike on both sides of where it is computed in other units", () => {
    const [below, above] = [2 ** 1000 * (1 - 2 ** -53), 2 ** 1000];
    expect(secondMoment({ name: "silu" }, above) / secondMoment({ name: "silu" }, below)).toBeCloseTo(1, 14);
  });
});
