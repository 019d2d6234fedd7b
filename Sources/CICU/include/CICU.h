// The few services of ICU that Dragoman uses, in UTF-8 and under names that do not change.
//
// ICU's own functions cannot be called from Swift: macros rename each to carry its version
// (u_charType_72). All functions here may be called from any thread.
#ifndef CICU_H
#define CICU_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Writes the NFKC form of the valid UTF-8 `text` to `result`.
///
/// Returns its length in bytes; nothing useful is in `result` when that exceeds `capacity`, and the
/// call is to be repeated with that much room. Returns -1 when ICU's data cannot be loaded or
/// memory runs out.
int32_t cicu_nfkc(const char *text, int32_t length, char *result, int32_t capacity);

/// Whether a character has one of Unicode's punctuation categories (P*).
bool cicu_is_punctuation(uint32_t character);

/// Whether a character has one of Unicode's number categories (Nd, Nl, No).
bool cicu_is_number(uint32_t character);

/// The number that ICU gives to the script of a character; 0 and 1 are those that many scripts share.
int32_t cicu_script(uint32_t character);

/// The name of a script (`Latin`), by the number that `cicu_script` gave.
const char *cicu_script_name(int32_t script);

/// Writes `number` in words of the language `locale` (`de`), as Unicode's CLDR has them, to `result`.
///
/// A language without such rules gets digits. Returns what `cicu_nfkc` does.
int32_t cicu_spell_out(int64_t number, const char *locale, char *result, int32_t capacity);

/// Writes the language's code in a tag to `result`, the two-letter one where there is one: `de` for
/// `de-AT`, `de_AT`, `deu_Latn`.
///
/// Returns what `cicu_nfkc` does.
int32_t cicu_language(const char *tag, char *result, int32_t capacity);

/// What a text is cut into.
typedef enum {
  /// Sentences (Unicode Standard Annex 29).
  CICU_SENTENCE,
  /// What a line may be broken between (Annex 14): words, by dictionary in Thai and its neighbours.
  CICU_LINE,
  /// What a reader takes for one character, marks and joined emoji included (Annex 29).
  CICU_CHARACTER,
} cicu_segment_kind;

/// Cuts texts into segments. It is immutable, and threads share it.
typedef struct cicu_segmenter cicu_segmenter;

/// Makes a segmenter with the rules of a locale. Returns null when ICU's data cannot be loaded.
cicu_segmenter *cicu_segmenter_open(cicu_segment_kind kind, const char *locale);

void cicu_segmenter_close(cicu_segmenter *segmenter);

/// Writes the offset in bytes after each segment of the valid UTF-8 `text` to `ends`.
///
/// Returns their number; only the first `capacity` are written when it is more. Returns -1 when memory
/// runs out.
int32_t cicu_segment(
    const cicu_segmenter *segmenter, const char *text, int32_t length, int32_t *ends, int32_t capacity);

#ifdef __cplusplus
}
#endif

#endif
