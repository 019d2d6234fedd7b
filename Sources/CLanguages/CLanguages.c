#include "CLanguages.h"

// Of C23, which clang knows in all of C.
#pragma clang diagnostic ignored "-Wc23-extensions"
static const uint8_t model[] = {
#embed "languages.txt"
};

const uint8_t *clanguages_model(void) { return model; }

size_t clanguages_model_size(void) { return sizeof model; }
