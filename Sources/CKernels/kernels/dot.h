// The one step of a product of int8: four products of each lane added to its sum.
//
// A level file says which instructions there are: DOT_VNNI (AVX-512 VNNI, whose left factor has no
// sign), DOT_AVX2 (products of a positive and a signed byte, added in pairs to 16 bits), or none.

#ifndef DOT_H
#define DOT_H

#include "vector.h"

#pragma clang assume_nonnull begin

typedef int32_t vector_i32 __attribute__((ext_vector_type(LANES)));
/// Four bytes for every lane.
typedef int8_t vector_bytes __attribute__((ext_vector_type(4 * LANES)));

#if defined(DOT_VNNI)
/// Added to quantised activations, so that they have no sign.
#define ACTIVATION_OFFSET 128

INLINE vector_i32 dot(vector_i32 sums, uint32_t activations, vector_bytes weights) {
  return (vector_i32)_mm512_dpbusd_epi32(
      (__m512i)sums, _mm512_set1_epi32((int32_t)activations), (__m512i)weights);
}

#elif defined(DOT_AVX2)
#define ACTIVATION_OFFSET 0

/// |a| * (sign(a) w) keeps the pairs within 16 bits: 2 * 127 * 127 < 2^15.
INLINE vector_i32 dot(vector_i32 sums, uint32_t activations, vector_bytes weights) {
  __m256i a = _mm256_set1_epi32((int32_t)activations);
  __m256i pairs = _mm256_maddubs_epi16(_mm256_abs_epi8(a), _mm256_sign_epi8((__m256i)weights, a));
  return sums + (vector_i32)_mm256_madd_epi16(pairs, _mm256_set1_epi16(1));
}

#else
#define ACTIVATION_OFFSET 0

INLINE vector_i32 dot(vector_i32 sums, uint32_t activations, vector_bytes weights) {
  for (int i = 0; i < 4; i++)
    sums += ((vector_i32)weights << (24 - 8 * i) >> 24) * (int8_t)(activations >> 8 * i);
  return sums;
}

#endif

#pragma clang assume_nonnull end

#endif
