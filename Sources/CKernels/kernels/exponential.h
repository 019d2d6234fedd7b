// The exponential and the normal distribution, a vector at a time.

#ifndef EXPONENTIAL_H
#define EXPONENTIAL_H

#include "vector.h"

/// e^x to about 1e-7 of the result: 2^n e^r with x = n ln 2 + r, |r| <= ln 2 / 2, and Taylor's series
/// for e^r. Zero below -87, where floats end; above 88 as at 88.
INLINE vector exponential(vector x) {
  // Added to a float of small size, it leaves the nearest whole number in the lowest bits.
  const float rounder = 0x1.8p23f;
  vector limited = x < -87 ? (vector)-87 : x > 88 ? (vector)88 : x;
  vector shifted = limited * 0x1.715476p0f + rounder;
  vector n = shifted - rounder;
  // ln 2 in two parts, the first so short that its product with n is exact.
  vector r = (limited - n * 0x1.63p-1f) + n * 0x1.bd0106p-13f;
  vector series = 1.f / 5040 * r + 1.f / 720;
  series = series * r + 1.f / 120;
  series = series * r + 1.f / 24;
  series = series * r + 1.f / 6;
  series = series * r + 1.f / 2;
  series = series * r + 1;
  series = series * r + 1;
  union { vector value; vector_u32 bits; } whole = {.value = shifted}, power;
  power.bits = (whole.bits + 127) << 23;
  return x < -87 ? (vector)0 : series * power.value;
}

INLINE vector sigmoid(vector x) { return 1 / (1 + exponential(-x)); }

/// The standard normal distribution at a point.
typedef struct normal {
  vector density;     ///< φ(x)
  vector cumulative;  ///< Φ(x)
} normal;

/// Φ to about 2e-7, by formula 7.1.26 of Abramowitz & Stegun (1964) for the error function of
/// x / sqrt(2); the exponential in it is φ's too.
INLINE normal normal_distribution(vector x) {
  vector size = x < 0 ? -x : x;
  vector bell = exponential(-0.5f * x * x);
  vector t = 1 / (1 + 0.3275911f * 0x1.6a09e6p-1f * size);
  vector series = 1.061405429f * t - 1.453152027f;
  series = series * t + 1.421413741f;
  series = series * t - 0.284496736f;
  series = series * t + 0.254829592f;
  vector tail = 0.5f * series * t * bell;
  return (normal){.density = 0x1.988454p-2f * bell, .cumulative = x < 0 ? tail : 1 - tail};
}

#endif
