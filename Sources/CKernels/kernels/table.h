// All kernels at the level of the including file, and `KERNEL_TABLE`, the initialiser of its table.

#include "adam.h"
#include "attention_backward.h"
#include "attention_forward.h"
#include "bias_activation.h"
#include "cross_entropy.h"
#include "embedding.h"
#include "layer_norm.h"
#include "log_softmax_top.h"
#include "packed_product.h"
#include "residual.h"

#define KERNEL_TABLE { \
  .embedding_forward = embedding_forward, \
  .embedding_backward = embedding_backward, \
  .bias_activation_forward = bias_activation_forward, \
  .bias_activation_backward = bias_activation_backward, \
  .residual_forward = residual_forward, \
  .residual_backward = residual_backward, \
  .layer_norm_forward = layer_norm_forward, \
  .layer_norm_backward = layer_norm_backward, \
  .residual_norm_forward = residual_norm_forward, \
  .residual_norm_backward = residual_norm_backward, \
  .attention_scratch = attention_scratch, \
  .attention_forward = attention_forward, \
  .attention_backward = attention_backward, \
  .cross_entropy = cross_entropy, \
  .log_softmax_top = log_softmax_top, \
  .adam = adam, \
  .sum_of_squares = sum_of_squares, \
  .add = add, \
  .packed_size = packed_size, \
  .pack_weight = pack_weight, \
  .packed_product = packed_product, \
}
