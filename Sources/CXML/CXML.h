// libxml2, GNOME's XML library (Debian libxml2-dev).
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/tree.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlschemas.h>
#include <string.h>

// xmlFree is a variable, which Swift cannot read safely from several threads.
static inline void xml_release(void *memory) { xmlFree(memory); }
