// A vector register of the level, and the few operations that the kernels need beyond clang's own
// on vectors. A level file defines LANES, the floats of a register, before it includes this.

#ifndef VECTOR_H
#define VECTOR_H

#include "CKernels.h"

#pragma clang assume_nonnull begin

typedef float vector __attribute__((ext_vector_type(LANES)));
typedef uint32_t vector_u32 __attribute__((ext_vector_type(LANES)));
typedef float vector_4 __attribute__((ext_vector_type(4)));

#define INLINE static inline __attribute__((always_inline))

INLINE long smaller(long a, long b) { return a < b ? a : b; }
INLINE long larger(long a, long b) { return a > b ? a : b; }

/// `count` rounded up to whole vectors.
INLINE long padded(long count) { return (count + LANES - 1) / LANES * LANES; }

/// Reads LANES floats of any alignment.
INLINE vector load(const float *from) {
  vector v;
  __builtin_memcpy(&v, from, sizeof v);
  return v;
}

/// Writes LANES floats of any alignment.
INLINE void store(float *to, vector v) { __builtin_memcpy(to, &v, sizeof v); }

/// 0, 1, 2, … LANES - 1.
INLINE vector_u32 lane_numbers(void) {
  vector_u32 numbers;
  for (int i = 0; i < LANES; i++) numbers[i] = i;
  return numbers;
}

/// `v` in the first `count` lanes and `rest` in the others.
INLINE vector first_lanes(long count, vector v, vector rest) {
  return lane_numbers() < (uint32_t)smaller(count, LANES) ? v : rest;
}

/// Reads the last, incomplete vector of a row; out of line, for it runs once a row at most.
static __attribute__((noinline)) vector load_end(const float *from, long count, float rest) {
  vector v = rest;
  for (long i = 0; i < count; i++) v[i] = from[i];
  return v;
}

static __attribute__((noinline)) void store_end(float *to, long count, vector v) {
  for (long i = 0; i < count; i++) to[i] = v[i];
}

/// Reads at most LANES of the `count` floats that are left of a row; `rest` fills missing lanes.
INLINE vector load_some(const float *from, long count, float rest) {
  return __builtin_expect(count >= LANES, 1) ? load(from) : load_end(from, count, rest);
}

/// Writes at most LANES of the `count` floats that are left of a row.
INLINE void store_some(float *to, long count, vector v) {
  if (__builtin_expect(count >= LANES, 1)) store(to, v);
  else store_end(to, count, v);
}

INLINE vector larger_lanes(vector a, vector b) { return a > b ? a : b; }

#if LANES == 16
#define FOLD_TO_4(v, op) op(op(v.lo.lo, v.lo.hi), op(v.hi.lo, v.hi.hi))
#elif LANES == 8
#define FOLD_TO_4(v, op) op(v.lo, v.hi)
#else
#define FOLD_TO_4(v, op) v
#endif

#define PLUS(a, b) ((a) + (b))
#define LARGER(a, b) ((a) > (b) ? (a) : (b))

/// The sum of the lanes, always in the same order.
INLINE float sum_of_lanes(vector v) {
  vector_4 quarter = FOLD_TO_4(v, PLUS);
  return (quarter.x + quarter.z) + (quarter.y + quarter.w);
}

INLINE float largest_lane(vector v) {
  vector_4 quarter = FOLD_TO_4(v, LARGER);
  float even = LARGER(quarter.x, quarter.z), odd = LARGER(quarter.y, quarter.w);
  return LARGER(even, odd);
}

#pragma clang assume_nonnull end

#endif
