#include "CICU.h"

#include <unicode/regex.h>

#include <memory>

namespace {

// ICU counts steps of its engine in thousands; a step is well under a microsecond.
constexpr int32_t time_limit = 1000;

}

cicu_regex *cicu_regex_create(const char *pattern, int32_t length) {
  UErrorCode status = U_ZERO_ERROR;
  UParseError error;
  UText text = UTEXT_INITIALIZER;
  utext_openUTF8(&text, pattern, length, &status);
  icu::RegexPattern *regex = icu::RegexPattern::compile(&text, 0, error, status);
  utext_close(&text);
  return U_SUCCESS(status) ? reinterpret_cast<cicu_regex *>(regex) : nullptr;
}

void cicu_regex_free(cicu_regex *regex) { delete reinterpret_cast<icu::RegexPattern *>(regex); }

int32_t cicu_regex_find(
    const cicu_regex *regex, const char *text, int32_t length, int32_t *ranges, int32_t capacity) {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::RegexMatcher> matcher(
      reinterpret_cast<const icu::RegexPattern *>(regex)->matcher(status));
  if (U_FAILURE(status)) return 0;
  UText input = UTEXT_INITIALIZER;
  utext_openUTF8(&input, text, length, &status);
  matcher->setTimeLimit(time_limit, status);
  matcher->reset(&input);
  int32_t count = 0;
  while (U_SUCCESS(status) && matcher->find(status)) {
    if (count < capacity) {
      ranges[2 * count] = static_cast<int32_t>(matcher->start64(status));
      ranges[2 * count + 1] = static_cast<int32_t>(matcher->end64(status));
    }
    ++count;
  }
  utext_close(&input);
  return count;
}
