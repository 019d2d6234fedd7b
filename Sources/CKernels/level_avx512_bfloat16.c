#if defined(__x86_64__)

#include <immintrin.h>
#include <math.h>

#include "levels.h"

#define LANES 16
#define TILE_SUMS 24
#define DOT_VNNI
#define HAS_BFLOAT16

#pragma clang attribute push( \
    __attribute__(( \
        target("avx2,fma,avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,avx512bf16"))), \
    apply_to = function)
#include "kernels/table.h"
#pragma clang attribute pop

const kernels avx512_bfloat16_kernels = KERNEL_TABLE;

#endif
