#include "CICU.h"
#include <unicode/uversion.h>
