import { describe, expect, test } from "@jest/globals";
import { leafReader } from "../../src/shapes/roles/leaves.js";

/** "layout: biases", with "any" for a leaf that may be any parameter. */
function read(name: string): string {
  const { layout = "any", biases } = leafReader()(name);
  return `${layout}: ${biases.join(" ")}`.trim();
}

describe("the last part of a weight's name tells the order of its axes, and what its bias is called", () => {
  test.each([
    ["weight", "OIHW: bias"],
    ["weight_orig", "OIHW: bias"],
    ["weight_v", "OIHW: bias"],
    ["weight_g", "any:"],
    ["weight_u", "any:"],
    ["kernel", "HWIO: bias"],
    ["filter", "HWIO: bias"],
    ["filters", "HWIO: bias"],
    ["pointwise_kernel", "HWIO: bias"],
    ["pointwise_filter", "HWIO: bias"],
    ["depthwise_kernel", "HWCM: bias"],
    ["depthwise_filter", "HWCM: bias"],
    ["weights", "HWIO: biases bias convolution_bn_offset"],
    ["pointwise_weights", "HWIO: biases bias convolution_bn_offset"],
    ["depthwise_weights", "HWCM: biases bias depthwise_bn_offset"],
    ["conv_weights", "HWIO: conv_biases conv_bn_offset"],
    ["recurrent_kernel", "HWIO: recurrent_bias"],
    ["gamma", "any: beta"],
    ["scale", "any: bias offset shift"],
    ["g", "any: b"],
    ["w", "HWIO: b B"],
    ["W", "HWIO: b B"],
    ["w1", "HWIO: b1 B1"],
    ["W12", "HWIO: b12 B12"],
    ["w_3", "HWIO: b_3 B_3"],
    ["W_out", "HWIO: b_out B_out"],
    ["w_i", "HWIO:"],
    ["w_h", "HWIO:"],
    ["weight_ih_l0", "OIHW: bias_ih_l0"],
    ["in_proj_weight", "OIHW: in_proj_bias"],
    ["my_kernel_2", "HWIO: my_bias_2"],
    ["gate_up_proj", "any: gate_up_proj_bias"],
  ])("%s is %s", (name, expected) => {
    expect(read(name)).toBe(expected);
  });

  test.each(["bias", "in_proj_bias", "b", "b1", "b12", "beta", "running_mean", "moving_variance", "Bias", "weight_mean", ""])("%j has none", (name) => {
    expect(read(name)).toBe("any:");
  });

  // What only looks like one of those has the layout that fits the rest of its name.
  test.each([
    ["xweight", "OIHW: xbias"],
    ["weight_vx", "OIHW: bias_vx"],
    ["weight_gx", "OIHW: bias_gx"],
    ["xkernel", "HWIO: xbias"],
    ["kernels", "HWIO: biass"],
    ["xfilter", "any: xfilter_bias"],
    ["filterx", "any: filterx_bias"],
    ["xdepthwise_kernel", "HWIO: xdepthwise_bias"],
    ["depthwise_kernel_1", "HWIO: depthwise_bias_1"],
    ["depthwise_weights_1", "OIHW: depthwise_biass_1"],
    ["weightsx", "OIHW: biassx"],
    ["pointwise_weights_1", "OIHW: pointwise_biass_1"],
    ["xpointwise_kernel", "HWIO: xpointwise_bias"],
    ["recurrent_kernels", "HWIO: recurrent_biass"],
    ["xrecurrent_kernel", "HWIO: xrecurrent_bias"],
    ["xgamma", "any: xgamma_bias"],
    ["gammas", "any: gammas_bias"],
    ["scales", "any: scales_bias"],
    ["xscale", "any: xscale_bias"],
    ["gx", "any: gx_bias"],
    ["xg", "any: xg_bias"],
    ["wx", "any: wx_bias"],
    ["xw", "any: xw_bias"],
    ["w_ix", "HWIO: b_ix B_ix"],
    ["xw_i", "any: xw_i_bias"],
    ["w1x", "any: w1x_bias"],
    ["ab", "any: ab_bias"],
    ["bx", "any: bx_bias"],
    ["xb1", "any: xb1_bias"],
  ])("%s is %s", (name, expected) => {
    expect(read(name)).toBe(expected);
  });

  test("of many tensors it is read once", () => {
    const reader = leafReader();
    expect(reader("weight")).toBe(reader("weight"));
  });
});
