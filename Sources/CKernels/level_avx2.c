#if defined(__x86_64__)

#include <immintrin.h>
#include <math.h>

#include "levels.h"

#define LANES 8
#define TILE_SUMS 12
#define DOT_AVX2

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#include "kernels/table.h"
#pragma clang attribute pop

const kernels avx2_kernels = KERNEL_TABLE;

#endif
