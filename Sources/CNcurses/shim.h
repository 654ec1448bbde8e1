#ifndef EXPORTDECK_CNCURSES_SHIM_H
#define EXPORTDECK_CNCURSES_SHIM_H

#if !__has_include(<ncurses.h>)
#error "ncurses is missing: sudo apt-get install libncursesw5-dev"
#endif

#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1
#include <locale.h>
#include <wchar.h>
#include <ncurses.h>

#endif
