// All arithmetic on matrices, as C kernels for every x86-64 and for any other machine.
//
// Every kernel is written once and compiled for each instruction-set level; `kernels_at` hands out
// the table of one level. All matrices are float32, row-major, and given by the address of their
// first element and a stride: the number of floats from one row to the next. Sizes are in elements.
// No kernel allocates, and none reads or writes outside the rows and columns it is given.
// Floats may lie at any address that is a multiple of four; a packed weight that begins at a
// multiple of 64 is read fastest.
//
// Letters: N tokens of a ragged batch, D model width, H heads, V vocabulary.

#ifndef CKERNELS_H
#define CKERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// An instruction-set level, slowest first.
typedef enum kernel_level : int {
  kernel_level_portable = 0,  ///< What the compiler's default target has (SSE2 on x86-64).
  /// The same, with large float32 products by OpenBLAS, if it is installed when the first is asked for.
  kernel_level_openblas = 1,
  kernel_level_avx2 = 2,      ///< AVX2 and FMA (x86-64-v3).
  kernel_level_avx512 = 3,    ///< AVX-512 F, BW, DQ and VL (x86-64-v4), and VNNI.
  kernel_level_avx512_bfloat16 = 4,  ///< The same and AVX512-BF16.
} kernel_level;

/// An activation of a feed-forward layer.
typedef enum activation : int {
  activation_none = 0,
  activation_relu = 1,
  activation_gelu = 2,  ///< The exact GELU, x·Φ(x), by the error function (Hendrycks & Gimpel 2016).
  activation_silu = 3,  ///< x·sigmoid(x), also called swish.
  activation_tanh_gelu = 4,  ///< GELU by tanh(√(2/π)(x + 0.044715 x³)) (Hendrycks & Gimpel 2016).
  activation_sigmoid_gelu = 5,  ///< GELU by x·sigmoid(1.702 x) (Hendrycks & Gimpel 2016).
  activation_tanh = 6,  ///< The hyperbolic tangent.
} activation;

/// Inverted dropout whose mask is a function of a key and an element's number, so that backward
/// recomputes what forward dropped and no mask is ever stored (Srivastava et al. 2014).
///
/// Element i (its row number times the row's column count, plus its column, as 32 bits) is kept when
/// h(i) >= threshold, where h is
///
///     h = i * 0x9E3779B9 + (uint32_t)key
///     h = (h ^ h >> 16) * 0x7FEB352D ^ (uint32_t)(key >> 32)
///     h = (h ^ h >> 15) * 0x846CA68B
///     h =  h ^ h >> 16
///
/// Kept elements are multiplied by `scale`, 1 / (1 - rate); the others become zero.
typedef struct dropout {
  uint64_t key;
  uint32_t threshold;  ///< rate * 2^32; zero switches dropout off.
  float scale;
} dropout;

/// A factor of a product: a matrix of rows `stride` floats apart, or the transpose of such a matrix.
typedef struct factor {
  const float *start;
  long stride;
  bool transposed;
} factor;

/// Which rows of the keys and values the queries of each group see.
///
/// In training a group is a sentence. In decoding a group of self-attention is a hypothesis, whose
/// keys are scattered over a pool and found through `key_rows`; a group of cross-attention is a
/// sentence with all its hypotheses.
typedef struct attention_layout {
  int groups;
  const int32_t *query_offsets;  ///< [groups + 1] Query rows of group g: offsets[g] ..< offsets[g+1].
  const int32_t *key_offsets;    ///< [groups + 1] The same for keys.
  const int32_t *_Nullable key_rows;  ///< Row of the keys for each key number; null means the number.
  bool causal;  ///< Query i of T sees the first S - T + i + 1 of its S keys, instead of all (S >= T).
  int heads;
  int head_size;  ///< Columns of a head; head h lies at columns h*head_size ..< (h+1)*head_size.
  float scale;    ///< Factor on the products of queries and keys, usually 1 / sqrt(head_size).
  /// Added to the scaled products of head h, by how far the key is behind the query:
  /// bias[h * bias_stride + key - query], where the last query of a group is as far as its last key. Null
  /// for none.
  const float *_Nullable bias;
  long bias_stride;
} attention_layout;

/// The sum of e^x of some numbers: sum * e^largest.
typedef struct softmax_sum {
  float largest;
  float sum;
} softmax_sum;

/// One level's kernels.
typedef struct kernels {
  /// Rows of scaled token embeddings plus positions, with dropout:
  /// out[n] = dropout(scale * table[ids[n]] + positions[position_ids[n]]). [N, columns]. A negative
  /// identifier stands for a token of zeros.
  void (*embedding_forward)(
      const float *table, const int32_t *ids, float scale,
      const float *_Nullable positions, const int32_t *position_ids,
      long rows, long columns, dropout drop, float *out);
  /// Adds the gradient of `embedding_forward`'s tables, both of row stride `columns`;
  /// `position_gradient` is null for fixed positions.
  void (*embedding_backward)(
      const float *out_gradient, const int32_t *ids, float scale, const int32_t *position_ids,
      long rows, long columns, dropout drop,
      float *table_gradient, float *_Nullable position_gradient);

  /// c = a b + bias for a [rows, depth] and b [depth, columns], with the bias [columns] on every row
  /// (null for none); or c += a b when `accumulate`, which goes without a bias.
  void (*matrix_product)(
      factor a, factor b, long rows, long columns, long depth, const float *_Nullable bias,
      bool accumulate, float *c, long c_stride);
  /// The same of factors rounded to bfloat16, with float32 sums; null where the level has no such products.
  void (*_Nullable bfloat16_product)(
      factor a, factor b, long rows, long columns, long depth, const float *_Nullable bias,
      bool accumulate, float *c, long c_stride);
  /// Adds the sum of each column of x [rows, columns], contiguous, to sums [columns].
  void (*add_column_sums)(const float *x, long rows, long columns, float *sums);

  /// x = dropout(act(x)) in place, for `count` elements numbered from 0 for the mask.
  /// `before` (null if not wanted) receives x as it was.
  void (*activation_forward)(
      float *x, activation act, dropout drop, long count, float *_Nullable before);
  /// Turns the gradient of the output into that of the input, in place. `point` is the output for ReLU,
  /// and what `before` received for GELU and SiLU.
  void (*activation_backward)(
      float *gradient, const float *point, activation act, dropout drop, long count);

  /// sum = x + dropout(y). [count] elements seen as one row for the mask's numbering.
  void (*residual_forward)(const float *x, const float *y, dropout drop, long count, float *sum);
  /// y_gradient (+)= dropout(gradient); adds when `accumulate`, else overwrites.
  void (*residual_backward)(
      const float *gradient, dropout drop, long count, bool accumulate, float *y_gradient);

  /// out = (x - mean) / sqrt(variance + epsilon) * gain + bias over each row, with the biased
  /// variance (Ba et al. 2016). Keeps `mean` and `inverse_deviation`, [rows] each, for the way back.
  void (*layer_norm_forward)(
      const float *x, const float *gain, const float *bias, float epsilon,
      long rows, long columns, float *out, float *mean, float *inverse_deviation);
  /// x_gradient (+)= the gradient through the norm; adds to gain_gradient and bias_gradient.
  void (*layer_norm_backward)(
      const float *out_gradient, const float *x, const float *gain,
      const float *mean, const float *inverse_deviation, long rows, long columns, bool accumulate,
      float *x_gradient, float *gain_gradient, float *bias_gradient);

  /// out = x / sqrt(mean of squares + epsilon) * gain over each row (Zhang & Sennrich 2019). Keeps
  /// `inverse_size`, [rows], the factor of each row, for the way back.
  void (*rms_norm_forward)(
      const float *x, const float *gain, float epsilon, long rows, long columns,
      float *out, float *inverse_size);
  /// x_gradient (+)= the gradient through the norm; adds to gain_gradient.
  void (*rms_norm_backward)(
      const float *out_gradient, const float *x, const float *gain, const float *inverse_size,
      long rows, long columns, bool accumulate, float *x_gradient, float *gain_gradient);

  /// out = x * y for `count` elements.
  void (*gate_forward)(const float *x, const float *y, long count, float *out);
  /// factor_gradient (+)= out_gradient * other, where `other` is the other factor; adds when `accumulate`.
  void (*gate_backward)(
      const float *out_gradient, const float *other, long count, bool accumulate,
      float *factor_gradient);

  /// residual_forward and layer_norm_forward in one pass over the rows; `sum` is kept for backward.
  void (*residual_norm_forward)(
      const float *x, const float *y, dropout drop, const float *gain, const float *bias,
      float epsilon, long rows, long columns,
      float *sum, float *out, float *mean, float *inverse_deviation);
  /// layer_norm_backward into x_gradient and, through the dropout, into y_gradient, in one pass;
  /// each is added to when its flag says so, else overwritten.
  void (*residual_norm_backward)(
      const float *out_gradient, const float *sum, dropout drop, const float *gain,
      const float *mean, const float *inverse_deviation, long rows, long columns,
      bool accumulate_x, bool accumulate_y,
      float *x_gradient, float *y_gradient, float *gain_gradient, float *bias_gradient);

  /// Floats of scratch that attention needs for groups of at most `keys` keys and `queries` queries.
  size_t (*attention_scratch)(long queries, long keys, int head_size);
  /// Scaled dot-product attention of every group and head (Vaswani et al. 2017, section 3.2):
  /// context = dropout(softmax(scale * Q K^T)) V. queries, context [queries, H * head_size].
  /// `probabilities` (null when nothing is recorded) receives, group after group and head after
  /// head, the [T, S] softmax before dropout; a causal group's unseen entries are zero.
  /// Its elements are numbered for dropout by their place in that array.
  void (*attention_forward)(
      const attention_layout *layout,
      const float *queries, long query_stride, const float *keys, long key_stride,
      const float *values, long value_stride, dropout drop,
      float *context, long context_stride, float *_Nullable probabilities, float *scratch);
  /// Adds the gradients of queries, keys and values, each with its input's stride. `key_rows` must
  /// be null: what is recorded is contiguous. `guidance` (null for none) is, group after group, a
  /// [T, S] gradient of the probabilities of every head that comes from elsewhere. `bias_gradient` lies as
  /// the layout's bias does; null where its gradient is not wanted.
  void (*attention_backward)(
      const attention_layout *layout,
      const float *context_gradient, long context_stride,
      const float *queries, long query_stride, const float *keys, long key_stride,
      const float *values, long value_stride, const float *probabilities,
      const float *_Nullable guidance, dropout drop,
      float *query_gradient, float *key_gradient, float *value_gradient,
      float *_Nullable bias_gradient, float *scratch);

  /// `attention_forward` for a step of decoding: every query of a group sees all keys of the group,
  /// found through `key_rows`; `causal` is not looked at and nothing is dropped. `probabilities`
  /// (null if not wanted) receives query after query and head after head the group's S. scratch has
  /// as many floats as the most keys of a group, rounded up to a multiple of 16.
  void (*attention_step)(
      const attention_layout *layout,
      const float *queries, long query_stride, const float *keys, long key_stride,
      const float *values, long value_stride, float *context, long context_stride,
      float *_Nullable probabilities, float *scratch);

  /// For each sequence and column, cells c_t = s c_{t-1} + (1 - s) x_t with s = sigmoid(gate_t), and
  /// out_t = max(0, c_t). Sequence s has the rows offsets[s] ..< offsets[s + 1] of x, gate, cells and out,
  /// [N, columns] each. It goes on from row start_rows[s] of `start`, or from zeros where that is negative
  /// or `start` is null.
  void (*recurrence_forward)(
      const float *x, const float *gate, const int32_t *offsets, long sequences, long columns,
      const float *_Nullable start, long start_stride, const int32_t *_Nullable start_rows,
      float *cells, float *out);

  /// The way back of `recurrence_forward` from zeros: adds to the gradients of x and gate.
  void (*recurrence_backward)(
      const float *out_gradient, const float *x, const float *gate, const float *cells,
      const int32_t *offsets, long sequences, long columns,
      float *x_gradient, float *gate_gradient);

  /// Label-smoothed cross-entropy of rows of logits (Szegedy et al. 2016): against the distribution
  /// (1 - smoothing) one-hot + smoothing / V. Adds the sum over rows to *loss and of the plain
  /// -log p(target) to *negative_log_likelihood. With `gradient_scale` not zero the logits are
  /// overwritten with gradient_scale * d loss / d logits.
  void (*cross_entropy)(
      float *logits, long stride, const int32_t *targets, long rows, long vocabulary,
      float smoothing, float gradient_scale,
      double *loss, double *negative_log_likelihood);
  /// The same for two sets of logits of the same tokens, whose distributions p and q are also drawn
  /// towards each other (R-Drop, Liang et al. 2021, equation 4): `consistency` / 2 times the sum of
  /// KL(p || q) and KL(q || p) is added to the loss. `ratios` has room for a row.
  void (*consistent_cross_entropy)(
      float *first, float *second, long stride, const int32_t *targets, long rows, long vocabulary,
      float smoothing, float consistency, float gradient_scale, float *ratios,
      double *loss, double *negative_log_likelihood);

  /// Finds the k largest logits of each row and what normalises them, a part of the columns at a
  /// time: [rows, count] are the columns numbered `first` and up. Calls go through the columns in
  /// order, and the one whose `first` is 0 begins anew; it must have k columns or more.
  /// best, columns [rows, k], best first; of equal logits the lower column comes first.
  /// log p(column) = logit - largest - log(sum) from sums [rows], null if that is not wanted.
  void (*logits_top)(
      const float *logits, long stride, long rows, long count, long first, long k,
      float *best, int32_t *columns, softmax_sum *_Nullable sums);

  /// One update of Adam (Kingma & Ba 2015) in its usual form:
  /// g = gradient_scale * gradient; m = beta1 m + (1-beta1) g; v = beta2 v + (1-beta2) g^2;
  /// parameter -= rate * (m / correction1) / (sqrt(v / correction2) + epsilon).
  void (*adam)(
      float *parameters, const float *gradients, float *first_moment, float *second_moment,
      long count, float gradient_scale, float rate, float beta1, float beta2, float epsilon,
      float correction1, float correction2);
  /// The sum of squares, accumulated in double so that its order cannot matter in practice and is
  /// fixed all the same.
  double (*sum_of_squares)(const float *x, long count);
  /// y += x.
  void (*add)(const float *x, long count, float *y);
  /// Rounds to the nearest number of bfloat16, of two as near the one whose last bit is 0. What is infinite or not a
  /// number stays so.
  void (*round_to_bfloat16)(float *x, long count);
  /// The upper half of each float, which is all of one that was rounded to bfloat16.
  void (*pack_bfloat16)(const float *x, long count, uint16_t *out);
  /// The floats of these upper halves.
  void (*unpack_bfloat16)(const uint16_t *x, long count, float *out);
  /// out = x_factor * x + y_factor * y; out may be x or y.
  void (*combine)(
      const float *x, float x_factor, const float *y, float y_factor, long count, float *out);
  /// out = the transpose of x [rows, columns], which lies apart from it.
  void (*copy_transposed)(
      const float *x, long x_stride, long rows, long columns, float *out, long out_stride);

  /// Floats that `pack_weight` writes for a weight of this shape; also, where `outputs` is a
  /// multiple of 64, those before output number `outputs` of a larger weight, at which a weight of
  /// its later outputs begins.
  size_t (*packed_size)(long outputs, long inputs);
  /// Reorders a weight [outputs, inputs] for `packed_product`. The order belongs to the level.
  void (*pack_weight)(const float *weight, long outputs, long inputs, float *packed);
  /// out = act(x weight^T + bias), [rows, outputs] from x [rows, inputs]. Every element is summed in
  /// the order of the inputs whatever `rows` is, so that a row's result does not depend on the rows
  /// beside it: what makes a translation independent of its batch.
  void (*packed_product)(
      const float *x, long x_stride, const float *packed, const float *_Nullable bias,
      activation act, long rows, long outputs, long inputs, float *out, long out_stride);
  /// One output's weights, [inputs], as they were before they were packed.
  void (*packed_weight_row)(const float *packed, long inputs, long row, float *out);
  /// Makes a packed weight of some outputs of another, those numbered `rows` [count]: `selected` has
  /// packed_size(count, inputs) floats. A product with it is what these outputs were before.
  void (*select_packed)(
      const float *packed, long inputs, const int32_t *rows, long count, float *selected);

  /// Bytes of a quantised row of `inputs` activations.
  size_t (*quantized_row_size)(long inputs);
  /// Rounds rows [rows, columns] to whole numbers in -127 ... 127, each with its own scale
  /// (Bhandare et al. 2019): x[n] ~ scales[n] * quantized[n]. What a byte means belongs to the level.
  void (*quantize_rows)(
      const float *x, long x_stride, long rows, long columns, uint8_t *quantized, float *scales);
  /// Bytes that `quantize_weight` writes; of part of a weight as `packed_size` says.
  size_t (*quantized_size)(long outputs, long inputs);
  /// Quantises the weights of each output and reorders them for `quantized_product`.
  void (*quantize_weight)(const float *weight, long outputs, long inputs, void *packed);
  /// What `packed_product` computes, from rows that `quantize_rows` gave and a quantised weight.
  /// Sums of products are exact while inputs <= 2^17, so every level finds the same ones.
  void (*quantized_product)(
      const uint8_t *x, const float *x_scales, const void *packed, const float *_Nullable bias,
      activation act, long rows, long outputs, long inputs, float *out, long out_stride);
  /// One output's weights, [inputs], to the precision that they were quantised to.
  void (*quantized_weight_row)(const void *packed, long inputs, long row, float *out);
  /// `select_packed` for a quantised weight.
  void (*select_quantized)(
      const void *packed, long inputs, const int32_t *rows, long count, void *selected);
} kernels;

/// The best level that this machine can run.
kernel_level best_kernel_level(void);

/// The kernels of a level, or null where the machine cannot run it.
const kernels *_Nullable kernels_at(kernel_level level);

/// Whether the processor's products of bfloat16 are about twice as fast as float32's. AMD's have been since Zen 4,
/// the first of theirs with AVX512-BF16; Intel's have the instruction at half the speed of float32's.
bool bfloat16_is_fast(void);

/// Whether `kernel_level_openblas` finds OpenBLAS, which this loads.
bool openblas_is_installed(void);

#pragma clang assume_nonnull end

#endif
