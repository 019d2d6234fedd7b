#include "levels.h"

#if defined(__x86_64__)

kernel_level best_kernel_level(void) {
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512vnni"))
    return __builtin_cpu_supports("avx512bf16") ? kernel_level_avx512_bfloat16
                                                : kernel_level_avx512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return kernel_level_avx2;
  return kernel_level_openblas;
}

const kernels *_Nullable kernels_at(kernel_level level) {
  if (level > best_kernel_level()) return NULL;
  switch (level) {
    case kernel_level_portable: return &portable_kernels;
    case kernel_level_openblas: return &openblas_kernels;
    case kernel_level_avx2: return &avx2_kernels;
    case kernel_level_avx512: return &avx512_kernels;
    case kernel_level_avx512_bfloat16: return &avx512_bfloat16_kernels;
  }
}

bool bfloat16_is_fast(void) {
  return __builtin_cpu_supports("avx512bf16") && __builtin_cpu_is("amd");
}

#else

bool bfloat16_is_fast(void) { return false; }

kernel_level best_kernel_level(void) { return kernel_level_openblas; }

const kernels *_Nullable kernels_at(kernel_level level) {
  switch (level) {
    case kernel_level_portable: return &portable_kernels;
    case kernel_level_openblas: return &openblas_kernels;
    default: return NULL;
  }
}

#endif
