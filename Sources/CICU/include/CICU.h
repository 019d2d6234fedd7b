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

/// The normalisation forms of Unicode Standard Annex 15.
typedef enum { CICU_NFC, CICU_NFD, CICU_NFKC, CICU_NFKD } cicu_form;

/// Writes the normalisation form of the valid UTF-8 `text` to `result`.
///
/// Returns its length in bytes; nothing useful is in `result` when that exceeds `capacity`, and the
/// call is to be repeated with that much room. Returns -1 when ICU's data cannot be loaded or
/// memory runs out.
int32_t cicu_normalize(
    cicu_form form, const char *text, int32_t length, char *result, int32_t capacity);

/// Whether normalisation never changes anything across the place before a character.
bool cicu_has_boundary_before(cicu_form form, uint32_t character);

/// Whether text of such characters alone is in a normalisation form.
bool cicu_is_inert(cicu_form form, uint32_t character);

/// Lower-cases the valid UTF-8 `text` by the rules of a language (`tr`; empty for none), in context.
///
/// Returns what `cicu_normalize` does. The changes, in the order of the text, go to `edits` when that
/// is not null: pairs of lengths in bytes, before and after, unchanged stretches included. There are
/// never more than `length` pairs.
int32_t cicu_lowercase(
    const char *language, const char *text, int32_t length, char *result, int32_t capacity,
    int32_t *edits, int32_t *edit_count);

/// The lower-case form of a single character when that is a single character.
uint32_t cicu_lowercase_character(uint32_t character);

/// Rules that rewrite one script in another.
typedef struct cicu_transliterator cicu_transliterator;

/// The rules with an identifier of ICU's, such as `Any-Latin`; null when there are none.
cicu_transliterator *cicu_transliterator_create(const char *identifier);
void cicu_transliterator_free(cicu_transliterator *rules);

/// Rewrites the valid UTF-8 `text`. Returns what `cicu_normalize` does.
int32_t cicu_transliterate(
    const cicu_transliterator *rules, const char *text, int32_t length, char *result,
    int32_t capacity);

/// A compiled regular expression in ICU's syntax.
typedef struct cicu_regex cicu_regex;

/// Compiles the valid UTF-8 `pattern`; null when it is no regular expression.
cicu_regex *cicu_regex_create(const char *pattern, int32_t length);
void cicu_regex_free(cicu_regex *regex);

/// Writes the matches in the valid UTF-8 `text` to `ranges`, as pairs of start and end in bytes.
///
/// Returns how many there are. When that exceeds `capacity`, the first ones are written. Ends early
/// where a match takes more than ICU's limits of time and stack, so that no pattern hangs.
int32_t cicu_regex_find(
    const cicu_regex *regex, const char *text, int32_t length, int32_t *ranges, int32_t capacity);

/// Whether a character combines with the one before it (M*).
bool cicu_is_mark(uint32_t character);

/// Whether a character combines with the one before it and takes no room (Mn).
bool cicu_is_nonspacing_mark(uint32_t character);

/// Whether a character is none that is written: a control, a format character, for private use, or not
/// assigned (C*).
bool cicu_is_other(uint32_t character);

/// Whether a character is part of words: `\w` of regular expressions (Unicode Technical Standard 18).
bool cicu_is_word_character(uint32_t character);

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
/// A language without such rules gets digits. Returns what `cicu_normalize` does.
int32_t cicu_spell_out(int64_t number, const char *locale, char *result, int32_t capacity);

/// Writes the language's code in a tag to `result`, the two-letter one where there is one: `de` for
/// `de-AT`, `de_AT`, `deu_Latn`.
///
/// Returns what `cicu_normalize` does.
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

/// Writes the code of three letters (ISO 639-3) of a language with one of two letters, and a NUL, to `letters`.
///
/// Returns whether there is one.
bool cicu_language_code(const char *two, char letters[4]);

#ifdef __cplusplus
}
#endif

#endif
