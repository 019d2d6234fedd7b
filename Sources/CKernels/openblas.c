#include "kernels/openblas.h"

#include <dlfcn.h>
#include <pthread.h>

static cblas_sgemm_function *sgemm;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
  void *library = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL);
  if (!library) return;
  void (*set_threads)(int) = (void (*)(int))dlsym(library, "openblas_set_num_threads");
  if (!set_threads) return;
  // Training has a thread for each processor already, and a sum must not depend on how many share in it.
  set_threads(1);
  sgemm = (cblas_sgemm_function *)dlsym(library, "cblas_sgemm");
}

cblas_sgemm_function *_Nullable openblas_sgemm(void) {
  pthread_once(&once, load);
  return sgemm;
}

bool openblas_is_installed(void) { return openblas_sgemm() != NULL; }
