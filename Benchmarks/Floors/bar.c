/* What a list on an ncurses screen costs at least: rows that are made once and kept, a bar that moves over them, and of a
 * step only the two rows that it changes. usage: bar ROWS; keys: up, down, page down, q */
#define _XOPEN_SOURCE_EXTENDED 1
#include <curses.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { width = 110 };

static char *texts;
static long count, selected, first;

static long page(void) { return LINES - 2; }

static void draw_row(long row) {
    move((int)(row - first) + 1, 0);
    if (row == selected) attrset(A_REVERSE);
    addnstr(texts + row * width, COLS < width ? COLS : width);
    clrtoeol();
    attrset(A_NORMAL);
}

static void draw_position(void) {
    mvprintw(LINES - 1, 0, "%ld of %ld", selected + 1, count);
    clrtoeol();
}

static void draw_page(void) {
    attrset(A_BOLD);
    mvaddstr(0, 0, "  IDENTIFIER                         SOURCE                     STATUS        PROGRESS        DATA");
    attrset(A_NORMAL);
    for (long row = first; row < first + page() && row < count; row++) draw_row(row);
    draw_position();
}

static void select_row(long row) {
    long before = selected, top = first;
    selected = row < 0 ? 0 : row >= count ? count - 1 : row;
    if (selected < first) first = selected;
    if (selected >= first + page()) first = selected - page() + 1;
    if (first != top) {
        draw_page();
    } else {
        draw_row(before);
        draw_row(selected);
        draw_position();
    }
}

static void turn_page(void) {
    long last = count > page() ? count - page() : 0;
    first = first + page() > last ? last : first + page();
    selected = first;
    draw_page();
}

int main(int argc, char **argv) {
    static const char *subjects[] = {"orders", "billing", "catalog", "payments", "ledger"};
    static const char *statuses[] = {"complete", "failed", "running", "canceled"};
    count = argc > 1 ? atol(argv[1]) : 100;
    texts = malloc((size_t)count * width);
    if (!texts || count < 1) return 1;
    for (long row = 0; row < count; row++) {
        char line[width + 40];
        const char *subject = subjects[row % 5];
        snprintf(line, sizeof line, "  nightly-%s-%06ld%*s%s-prod-2026-11-22%*s%-12s%4ld %%  %8ld GB%40s", subject, row,
                 20 - (int)strlen(subject), "", subject, 12 - (int)strlen(subject), "", statuses[row % 4], row % 101,
                 row % 900, "");
        memcpy(texts + row * width, line, width);
    }
    setlocale(LC_ALL, "");
    initscr();
    raw();
    noecho();
    keypad(stdscr, TRUE);
    idlok(stdscr, TRUE);
    curs_set(0);
    draw_page();
    for (;;) {
        switch (getch()) {
        case KEY_DOWN: select_row(selected + 1); break;
        case KEY_UP: select_row(selected - 1); break;
        case KEY_NPAGE: turn_page(); break;
        case 'q': case ERR: endwin(); return 0;
        }
    }
}
