// Random inputs, and the comparison of what a kernel found with what plain code in double precision finds.

#ifndef SUPPORT_H
#define SUPPORT_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "CKernels.h"

/// The kernels of the level under test.
static kernels table;
static int failures = 0, comparisons = 0;

/// Memory for so many floats, which nobody frees: the program ends soon.
static float *floats(long count) { return calloc(count + 64, sizeof(float)); }

/// Numbers in -2 ..< 2, others for each call.
static float *random_floats(long count) {
  static uint64_t state = 1;
  float *numbers = floats(count);
  for (long i = 0; i < count; i++) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    numbers[i] = (float)(state >> 40) * 0x1p-22f - 2;
  }
  return numbers;
}

static float *copy_of(const float *numbers, long count) {
  float *copy = floats(count);
  for (long i = 0; i < count; i++) copy[i] = numbers[i];
  return copy;
}

/// Expects one number, to a share of its size where that is above 1.
static void expect(const char *what, double found, double wanted, double tolerance) {
  comparisons++;
  if (fabs(found - wanted) <= tolerance * (1 + fabs(wanted))) return;
  if (failures++ < 20) printf("%s is %.9g, not %.9g\n", what, found, wanted);
}

/// Expects the derivatives of a value with respect to some floats, by central differences.
static void expect_derivatives(
    const char *what, const float *gradient, float *point, long count, double (*value)(void)) {
  for (long i = 0; i < count; i++) {
    float middle = point[i], high = middle + 0x1p-7f, low = middle - 0x1p-7f;
    point[i] = high;
    double above = value();
    point[i] = low;
    double below = value();
    point[i] = middle;
    expect(what, gradient[i], (above - below) / ((double)high - low), 2e-3);
  }
}

/// The factor of dropout on an element, by the formula in `CKernels.h`.
static double dropout_factor(dropout drop, uint32_t number) {
  if (drop.threshold == 0) return 1;
  uint32_t h = number * 0x9E3779B9u + (uint32_t)drop.key;
  h = ((h ^ h >> 16) * 0x7FEB352Du) ^ (uint32_t)(drop.key >> 32);
  h = (h ^ h >> 15) * 0x846CA68Bu;
  h = h ^ h >> 16;
  return h >= drop.threshold ? drop.scale : 0;
}

static double activated_plainly(activation act, double x) {
  switch (act) {
    case activation_none: return x;
    case activation_relu: return x > 0 ? x : 0;
    case activation_gelu: return x * erfc(-x * M_SQRT1_2) / 2;
    case activation_silu: return x / (1 + exp(-x));
    case activation_tanh_gelu:
      return x * (1 + tanh(sqrt(2 / M_PI) * (x + 0.044715 * x * x * x))) / 2;
    case activation_sigmoid_gelu: return x / (1 + exp(-1.702 * x));
    case activation_tanh: return tanh(x);
  }
  return NAN;
}

#endif
