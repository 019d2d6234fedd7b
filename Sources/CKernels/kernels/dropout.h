// The dropout mask of `CKernels.h`, a vector at a time.

#ifndef DROPOUT_H
#define DROPOUT_H

#include "vector.h"

/// Drops from `v`, whose lanes are the elements numbered `first`, `first` + 1, …
INLINE vector dropped(vector v, dropout drop, uint32_t first) {
  if (drop.threshold == 0) return v;
  vector_u32 h = (lane_numbers() + first) * 0x9E3779B9u + (uint32_t)drop.key;
  h = ((h ^ (h >> 16)) * 0x7FEB352Du) ^ (uint32_t)(drop.key >> 32);
  h = (h ^ (h >> 15)) * 0x846CA68Bu;
  h = h ^ (h >> 16);
  return h >= drop.threshold ? v * drop.scale : (vector)0;
}

#endif
