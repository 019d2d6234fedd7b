// Activations and their derivatives, a vector at a time. Callers pass `act` as a constant where a
// loop is hot.

#ifndef ACTIVATION_H
#define ACTIVATION_H

#include "exponential.h"

/// x·sigmoid(2√(2/π)(x + 0.044715 x³)) is x·(1 + tanh(√(2/π)(x + 0.044715 x³))) / 2.
#define TANH_GELU_SLOPE 1.5957691216057308f
#define TANH_GELU_CUBE 0.044715f
#define SIGMOID_GELU_SLOPE 1.702f

INLINE vector activated(vector x, activation act) {
  switch (act) {
    case activation_none: return x;
    case activation_relu: return x > 0 ? x : (vector)0;
    case activation_gelu: return x * normal_distribution(x).cumulative;
    case activation_silu: return x * sigmoid(x);
    case activation_tanh_gelu:
      return x * sigmoid(TANH_GELU_SLOPE * x * (1 + TANH_GELU_CUBE * x * x));
    case activation_sigmoid_gelu: return x * sigmoid(SIGMOID_GELU_SLOPE * x);
    case activation_tanh: return 2 * sigmoid(2 * x) - 1;
  }
}

/// The derivative of x·sigmoid(u(x)), where u is `u` and its derivative `slope` at x.
INLINE vector gate_slope(vector x, vector u, vector slope) {
  vector s = sigmoid(u);
  return s * (1 + x * (1 - s) * slope);
}

/// The derivative of a smooth activation at x.
INLINE vector activation_slope(vector x, activation act) {
  switch (act) {
    case activation_none: return 1;
    case activation_relu: return x > 0 ? (vector)1 : (vector)0;
    case activation_gelu: {
      normal at = normal_distribution(x);
      return at.cumulative + x * at.density;
    }
    case activation_silu: return gate_slope(x, x, (vector)0 + 1);
    case activation_tanh_gelu: {
      vector square = x * x;
      return gate_slope(
          x, TANH_GELU_SLOPE * x * (1 + TANH_GELU_CUBE * square),
          TANH_GELU_SLOPE * (1 + 3 * TANH_GELU_CUBE * square));
    }
    case activation_sigmoid_gelu:
      return gate_slope(x, SIGMOID_GELU_SLOPE * x, (vector)0 + SIGMOID_GELU_SLOPE);
    case activation_tanh: {
      vector s = sigmoid(2 * x);
      return 4 * s * (1 - s);
    }
  }
}

#endif
