// Activations and their derivatives, a vector at a time. Callers pass `act` as a constant where a
// loop is hot.

#ifndef ACTIVATION_H
#define ACTIVATION_H

#include "exponential.h"

INLINE vector activated(vector x, activation act) {
  switch (act) {
    case activation_none: return x;
    case activation_relu: return x > 0 ? x : (vector)0;
    case activation_gelu: return x * normal_distribution(x).cumulative;
    case activation_silu: return x * sigmoid(x);
  }
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
    case activation_silu: {
      vector s = sigmoid(x);
      return s * (1 + x * (1 - s));
    }
  }
}

#endif
