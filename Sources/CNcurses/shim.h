#ifndef EXPORTDECK_CNCURSES_SHIM_H
#define EXPORTDECK_CNCURSES_SHIM_H

#if !__has_include(<ncurses.h>)
#error "ncurses is missing: sudo apt-get install libncursesw5-dev"
#endif

#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1
#include <langinfo.h>
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <ncurses.h>

/* From <term.h>, whose macros would take away names such as `lines` and `columns`. */
extern int setupterm(const char *term, int descriptor, int *found);
/* From <wchar.h>, which hides it from plain C. */
extern int wcwidth(wchar_t);

/* Macros with casts and C globals don't reach Swift, so constants and functions replace them. */

static const attr_t CN_NORMAL = A_NORMAL;
static const attr_t CN_BOLD = A_BOLD;
static const attr_t CN_DIM = A_DIM;
static const attr_t CN_ITALIC = A_ITALIC;
static const attr_t CN_UNDERLINE = A_UNDERLINE;
static const attr_t CN_REVERSE = A_REVERSE;

static inline WINDOW *cn_stdscr(void) { return stdscr; }
static inline WINDOW *cn_curscr(void) { return curscr; }
static inline int cn_lines(void) { return LINES; }
static inline int cn_columns(void) { return COLS; }
static inline int cn_color_pairs(void) { return COLOR_PAIRS; }

/* Sets the character set by a locale's name; false if the C library has no such locale, and then
 * nothing changes. The other categories stay as they are: how numbers, dates and messages are
 * written is not the locale's to say. Call it before cn_open_screen. */
static inline bool cn_set_locale(const char *name) { return setlocale(LC_CTYPE, name) != NULL; }

static inline const char *cn_locale(void) { return setlocale(LC_CTYPE, NULL); }

static inline bool cn_is_utf8(void) { return strcmp(nl_langinfo(CODESET), "UTF-8") == 0; }

/* Reads a terminal's entry. True if terminfo knows the terminal and it can place its cursor:
 * newterm accepts TERM=dumb too. No screen may be open. The entry is kept for the life of the
 * process. */
static inline bool cn_read_entry(const char *term) {
  int found = 0;
  if (setupterm(term, 1, &found) != OK) return false;
  const char *cup = tigetstr("cup");
  return cup != NULL && cup != (const char *)-1;
}

/* How many colours the entry that was read last names; negative if it names none. */
static inline int cn_entry_colours(void) { return tigetnum("colors"); }

static inline SCREEN *cn_open_screen(const char *term) { return newterm(term, stdout, stdin); }

/* How many cells the C library, and so ncurses, counts for a character; -1 if it can't show it. */
static inline int cn_width(wchar_t character) { return wcwidth(character); }

/* A string capability of the terminal by its terminfo name; NULL if it has none. */
static inline const char *cn_capability(const char *name) {
  char *value = tigetstr(name);
  return value == (char *)-1 ? NULL : value;
}

/* Writes one cell; `text` ends in 0. The pair is passed separately because one above 255 does not
 * fit into the attributes. */
static inline int cn_put_cell(
    WINDOW *window, int row, int column, const wchar_t *text, attr_t attributes, int pair) {
  cchar_t cell;
  int extended = pair;
  short narrow = (short)(pair > 32767 ? 32767 : pair);
  if (setcchar(&cell, text, attributes, narrow, &extended) != OK) return ERR;
  return mvwadd_wch(window, row, column, &cell);
}

static inline int cn_put_character(
    WINDOW *window, int row, int column, wchar_t character, attr_t attributes, int pair) {
  wchar_t text[2] = {character, 0};
  return cn_put_cell(window, row, column, text, attributes, pair);
}

#endif
