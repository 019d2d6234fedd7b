#include "CICU.h"

#include <cstring>
#include <memory>

#include <unicode/brkiter.h>
#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/rbnf.h>
#include <unicode/uchar.h>
#include <unicode/uloc.h>
#include <unicode/utext.h>
#include <unicode/uscript.h>

namespace {

// The instances are ICU's own, immutable and shared by all threads.
const icu::Normalizer2 *normalizer(cicu_form form) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2 *result = nullptr;
  switch (form) {
  case CICU_NFC: result = icu::Normalizer2::getNFCInstance(status); break;
  case CICU_NFD: result = icu::Normalizer2::getNFDInstance(status); break;
  case CICU_NFKC: result = icu::Normalizer2::getNFKCInstance(status); break;
  case CICU_NFKD: result = icu::Normalizer2::getNFKDInstance(status); break;
  }
  return U_SUCCESS(status) ? result : nullptr;
}

}

// C++ because only ICU's C++ interface normalises UTF-8 without a detour through UTF-16.
int32_t cicu_normalize(
    cicu_form form, const char *text, int32_t length, char *result, int32_t capacity) {
  const icu::Normalizer2 *instance = normalizer(form);
  if (!instance) return -1;
  UErrorCode status = U_ZERO_ERROR;
  icu::CheckedArrayByteSink sink(result, capacity);
  instance->normalizeUTF8(0, icu::StringPiece(text, length), sink, nullptr, status);
  return U_SUCCESS(status) ? sink.NumberOfBytesAppended() : -1;
}

bool cicu_has_boundary_before(cicu_form form, uint32_t character) {
  const icu::Normalizer2 *instance = normalizer(form);
  return instance && instance->hasBoundaryBefore(static_cast<UChar32>(character));
}

bool cicu_is_inert(cicu_form form, uint32_t character) {
  const icu::Normalizer2 *instance = normalizer(form);
  if (!instance) return false;
  UErrorCode status = U_ZERO_ERROR;
  UChar32 c = static_cast<UChar32>(character);
  return instance->getCombiningClass(c) == 0 &&
         instance->quickCheck(icu::UnicodeString(c), status) == UNORM_YES;
}

uint32_t cicu_lowercase_character(uint32_t character) {
  return static_cast<uint32_t>(u_tolower(static_cast<UChar32>(character)));
}

bool cicu_is_mark(uint32_t character) {
  return U_GET_GC_MASK(static_cast<UChar32>(character)) & U_GC_M_MASK;
}

bool cicu_is_nonspacing_mark(uint32_t character) {
  return u_charType(static_cast<UChar32>(character)) == U_NON_SPACING_MARK;
}

bool cicu_is_other(uint32_t character) {
  return U_GET_GC_MASK(static_cast<UChar32>(character)) & U_GC_C_MASK;
}

bool cicu_is_word_character(uint32_t character) {
  UChar32 c = static_cast<UChar32>(character);
  return u_hasBinaryProperty(c, UCHAR_ALPHABETIC) || u_hasBinaryProperty(c, UCHAR_JOIN_CONTROL) ||
         (U_GET_GC_MASK(c) & (U_GC_M_MASK | U_GC_ND_MASK | U_GC_PC_MASK));
}

bool cicu_is_punctuation(uint32_t character) { return u_ispunct(static_cast<UChar32>(character)); }

bool cicu_is_number(uint32_t character) {
  return U_GET_GC_MASK(static_cast<UChar32>(character)) & (U_GC_ND_MASK | U_GC_NL_MASK | U_GC_NO_MASK);
}

int32_t cicu_script(uint32_t character) {
  UErrorCode status = U_ZERO_ERROR;
  UScriptCode script = uscript_getScript(static_cast<UChar32>(character), &status);
  return U_SUCCESS(status) ? script : USCRIPT_COMMON;
}

const char *cicu_script_name(int32_t script) {
  const char *name = uscript_getName(static_cast<UScriptCode>(script));
  return name ? name : "unknown";
}

int32_t cicu_spell_out(int64_t number, const char *locale, char *result, int32_t capacity) {
  UErrorCode status = U_ZERO_ERROR;
  icu::RuleBasedNumberFormat rules(icu::URBNF_SPELLOUT, icu::Locale(locale), status);
  if (U_FAILURE(status)) return -1;
  icu::UnicodeString words;
  rules.format(number, words);
  icu::CheckedArrayByteSink sink(result, capacity);
  words.toUTF8(sink);
  return sink.NumberOfBytesAppended();
}

struct cicu_segmenter {
  std::unique_ptr<icu::BreakIterator> iterator;
};

cicu_segmenter *cicu_segmenter_open(cicu_segment_kind kind, const char *locale) {
  UErrorCode status = U_ZERO_ERROR;
  icu::BreakIterator *iterator =
      kind == CICU_SENTENCE ? icu::BreakIterator::createSentenceInstance(icu::Locale(locale), status)
      : kind == CICU_LINE   ? icu::BreakIterator::createLineInstance(icu::Locale(locale), status)
                            : icu::BreakIterator::createCharacterInstance(icu::Locale(locale), status);
  std::unique_ptr<icu::BreakIterator> owned(iterator);
  return U_SUCCESS(status) ? new cicu_segmenter{std::move(owned)} : nullptr;
}

void cicu_segmenter_close(cicu_segmenter *segmenter) { delete segmenter; }

// Opening an iterator takes far longer than copying one that was opened, and a copy is what makes
// the segmenter free of state, so that threads share it.
int32_t cicu_segment(
    const cicu_segmenter *segmenter, const char *text, int32_t length, int32_t *ends, int32_t capacity) {
  std::unique_ptr<icu::BreakIterator> iterator(segmenter->iterator->clone());
  if (!iterator) return -1;
  UErrorCode status = U_ZERO_ERROR;
  UText source = UTEXT_INITIALIZER;
  utext_openUTF8(&source, text, length, &status);
  iterator->setText(&source, status);
  int32_t count = 0;
  if (U_SUCCESS(status)) {
    iterator->first();
    for (int32_t end; (end = iterator->next()) != icu::BreakIterator::DONE; count++) {
      if (count < capacity) ends[count] = end;
    }
  }
  utext_close(&source);
  return U_SUCCESS(status) ? count : -1;
}

int32_t cicu_language(const char *tag, char *result, int32_t capacity) {
  const icu::Locale locale(tag);
  icu::CheckedArrayByteSink sink(result, capacity);
  const icu::StringPiece language(locale.getLanguage());
  sink.Append(language.data(), language.size());
  return sink.NumberOfBytesAppended();
}

bool cicu_language_code(const char *two, char letters[4]) {
  const char *code = uloc_getISO3Language(two);
  if (!code || std::strlen(code) != 3) return false;
  std::memcpy(letters, code, 4);
  return true;
}
