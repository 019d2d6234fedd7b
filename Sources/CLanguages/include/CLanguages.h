// The model by which Dragoman tells languages apart, made by corpora/languages/make.
#ifndef CLANGUAGES_H
#define CLANGUAGES_H

#include <stddef.h>
#include <stdint.h>

/// The bytes of languages.txt.
const uint8_t *clanguages_model(void);

/// How many there are.
size_t clanguages_model_size(void);

#endif
