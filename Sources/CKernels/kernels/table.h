// All kernels at the level of the including file, and `KERNEL_TABLE`, the initialiser of its table.

#include "activation_layer.h"
#include "adam.h"
#include "attention_backward.h"
#include "attention_step.h"
#include "column_sums.h"
#include "consistency.h"
#include "cross_entropy.h"
#include "embedding.h"
#include "gate.h"
#include "layer_norm.h"
#include "logits_top.h"
#include "packed_product.h"
#include "parameters.h"
#include "product.h"
#include "quantized_product.h"
#include "recurrence.h"
#include "residual.h"
#include "rms_norm.h"
#include "transpose.h"

#ifdef HAS_BFLOAT16
#include "bfloat16_product.h"
#define BFLOAT16_PRODUCT bfloat16_product
#else
#define BFLOAT16_PRODUCT NULL
#endif

#ifdef HAS_OPENBLAS
#include "openblas_product.h"
#define MATRIX_PRODUCT openblas_product
#else
#define MATRIX_PRODUCT matrix_product
#endif

#define KERNEL_TABLE { \
  .embedding_forward = embedding_forward, \
  .embedding_backward = embedding_backward, \
  .matrix_product = MATRIX_PRODUCT, \
  .bfloat16_product = BFLOAT16_PRODUCT, \
  .add_column_sums = add_column_sums, \
  .activation_forward = activation_forward, \
  .activation_backward = activation_backward, \
  .residual_forward = residual_forward, \
  .residual_backward = residual_backward, \
  .layer_norm_forward = layer_norm_forward, \
  .layer_norm_backward = layer_norm_backward, \
  .rms_norm_forward = rms_norm_forward, \
  .rms_norm_backward = rms_norm_backward, \
  .gate_forward = gate_forward, \
  .gate_backward = gate_backward, \
  .residual_norm_forward = residual_norm_forward, \
  .residual_norm_backward = residual_norm_backward, \
  .attention_scratch = attention_scratch, \
  .attention_forward = attention_forward, \
  .attention_backward = attention_backward, \
  .attention_step = attention_step, \
  .recurrence_forward = recurrence_forward, \
  .recurrence_backward = recurrence_backward, \
  .cross_entropy = cross_entropy, \
  .consistent_cross_entropy = consistent_cross_entropy, \
  .logits_top = logits_top, \
  .adam = adam, \
  .sum_of_squares = sum_of_squares, \
  .add = add, \
  .round_to_bfloat16 = round_to_bfloat16, \
  .pack_bfloat16 = pack_bfloat16, \
  .unpack_bfloat16 = unpack_bfloat16, \
  .combine = combine, \
  .copy_transposed = copy_transposed, \
  .packed_size = packed_size, \
  .pack_weight = pack_weight, \
  .packed_product = packed_product, \
  .packed_weight_row = packed_weight_row, \
  .select_packed = select_packed, \
  .quantized_row_size = quantized_row_size, \
  .quantize_rows = quantize_rows, \
  .quantized_size = quantized_size, \
  .quantize_weight = quantize_weight, \
  .quantized_product = quantized_product, \
  .quantized_weight_row = quantized_weight_row, \
  .select_quantized = select_quantized, \
}
