#define _GNU_SOURCE 1

#include "Internal.h"

#include <langinfo.h>
#include <limits.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool is_unicode;
static char codeset[32];

static bool is_utf8(const char *name) {
  return strncasecmp(name, "UTF-8", 5) == 0 || strncasecmp(name, "utf8", 4) == 0;
}

static const char *asked_for(void) {
  static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
  for (int i = 0; i < 3; i++) {
    const char *value = getenv(names[i]);
    if (value && *value) return value;
  }
  return "";
}

/* Sets a locale by its name; true where its characters are UTF-8. */
static bool set_utf8(const char *name) { return setlocale(LC_CTYPE, name) && is_utf8(nl_langinfo(CODESET)); }

static void keep_codeset(const char *name) {
  size_t length = strcspn(name, "@");
  if (length >= sizeof codeset) length = sizeof codeset - 1;
  memcpy(codeset, name, length);
  codeset[length] = 0;
}

/* No locale, C, and one that is not installed say nothing about the terminal, and terminals show UTF-8. A locale with
   other characters than ASCII or UTF-8, or one whose name says so, was chosen because the terminal has those. */
void cc_choose_locale(void) {
  static const char *const fallbacks[] = {"C.UTF-8", "C.utf8", "en_US.UTF-8", "en_US.utf8", "POSIX.UTF-8"};
  codeset[0] = 0;
  is_unicode = set_utf8("");
  if (is_unicode) return;
  keep_codeset(nl_langinfo(CODESET));
  bool is_plain = setlocale(LC_CTYPE, "") == NULL || strcmp(codeset, "ANSI_X3.4-1968") == 0;
  if (!is_plain) return;
  const char *named = strchr(asked_for(), '.');
  if (named && !is_utf8(named + 1)) {
    keep_codeset(named + 1);
  } else {
    size_t count = sizeof fallbacks / sizeof *fallbacks;
    for (size_t i = 0; !is_unicode && i < count; i++) is_unicode = set_utf8(fallbacks[i]);
  }
  if (!is_unicode) setlocale(LC_CTYPE, "C");
}

bool cc_is_unicode(void) { return is_unicode; }
const char *cc_codeset(void) { return codeset; }

bool cc_can_show(wchar_t character) {
  char bytes[MB_LEN_MAX];
  mbstate_t state = {0};
  return wcrtomb(bytes, character, &state) != (size_t)-1;
}
