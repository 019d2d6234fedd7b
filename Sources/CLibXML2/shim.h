#include <libxml/xmlreader.h>
#include <libxml/HTMLparser.h>
#include <iconv.h>
