#if defined(__x86_64__)

#include <math.h>

#include "levels.h"

#define LANES 8
#define TILE_SUMS 12

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#include "kernels/table.h"
#pragma clang attribute pop

const kernels avx2_kernels = KERNEL_TABLE;

#endif
