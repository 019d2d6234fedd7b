#include "CICU.h"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/edits.h>
#include <unicode/translit.h>

int32_t cicu_lowercase(
    const char *language, const char *text, int32_t length, char *result, int32_t capacity,
    int32_t *edits, int32_t *edit_count) {
  UErrorCode status = U_ZERO_ERROR;
  icu::CheckedArrayByteSink sink(result, capacity);
  icu::Edits changes;
  icu::CaseMap::utf8ToLower(
      language, 0, icu::StringPiece(text, length), sink, edits ? &changes : nullptr, status);
  if (U_FAILURE(status)) return -1;
  if (edits) {
    int32_t count = 0;
    for (auto change = changes.getFineIterator(); change.next(status); ++count) {
      edits[2 * count] = change.oldLength();
      edits[2 * count + 1] = change.newLength();
    }
    *edit_count = count;
  }
  return sink.NumberOfBytesAppended();
}

cicu_transliterator *cicu_transliterator_create(const char *identifier) {
  UErrorCode status = U_ZERO_ERROR;
  UParseError error;
  icu::Transliterator *rules = icu::Transliterator::createInstance(
      icu::UnicodeString::fromUTF8(identifier), UTRANS_FORWARD, error, status);
  return U_SUCCESS(status) ? reinterpret_cast<cicu_transliterator *>(rules) : nullptr;
}

void cicu_transliterator_free(cicu_transliterator *rules) {
  delete reinterpret_cast<icu::Transliterator *>(rules);
}

int32_t cicu_transliterate(
    const cicu_transliterator *rules, const char *text, int32_t length, char *result,
    int32_t capacity) {
  auto line = icu::UnicodeString::fromUTF8(icu::StringPiece(text, length));
  reinterpret_cast<const icu::Transliterator *>(rules)->transliterate(line);
  icu::CheckedArrayByteSink sink(result, capacity);
  line.toUTF8(sink);
  return line.isBogus() ? -1 : sink.NumberOfBytesAppended();
}
