// Functions of numbers, which check nothing: what is outside their domain, such as a negative variance, gives a number
// without meaning or NaN, and values of other types than declared are for the compiler to find.
export { activationNames, type Activation, type ActivationName } from "./activation.js";
export { axesOf, fansOf, type Axes, type FanOptions, type Fans, type Layout } from "./fans.js";
export { harmonicMean, reciprocalSum } from "./means.js";
export { derivativeSecondMoment, firstMoment, isHomogeneous, secondMoment } from "./moments.js";
export { biasVariances, defaultBiasVariance, pickVariance, weightVariances, type Gains, type Method, type VariancePair } from "./target-variance.js";
