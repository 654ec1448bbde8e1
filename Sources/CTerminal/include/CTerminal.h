#ifndef EXPORTDECK_CTERMINAL_H
#define EXPORTDECK_CTERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What has to be done about a terminal where no Swift may run: in signal handlers and at exit.
 * There is one terminal for the process, and all but ct_wake belongs to one thread. */

/* Makes the wake pipe and installs the handlers: fatal signals (SEGV, BUS, ILL, TRAP, FPE, ABRT, SYS)
 * give the terminal back and die by their default action; TERM, HUP, INT, QUIT, TSTP, CONT and WINCH
 * wake ct_wake_descriptor. A signal that was ignored before stays ignored (nohup). The first call
 * counts, later ones install the handlers again. False if there is no pipe to be had. */
bool ct_install(void);

/* Readable whenever ct_take has something to give. */
int ct_wake_descriptor(void);

/* Wakes the thread that polls ct_wake_descriptor. From any thread, and from signal handlers. */
void ct_wake(void);

/* What came since the last call: bit n for signal n, bit 0 for ct_wake. */
uint64_t ct_take(void);

/* Remembers how the terminal is set now; ct_give_back sets it so again. False if it is none. */
bool ct_save(int terminal);

/* From now on the terminal is ours, and whoever dies gives it back with these bytes. A copy is
 * taken. `note` is written after them by a fatal signal; standard_error is the descriptor that
 * becomes 2 again before that, or -1. */
void ct_hold(
    const char *leaving, size_t leaving_size, const char *note, size_t note_size,
    int standard_error);

/* The terminal is no longer ours. */
void ct_release(void);

/* Sets the terminal as ct_save found it. */
void ct_restore(void);

/* Stops the process group as the terminal's own suspend key would; returns when it goes on. */
void ct_stop(void);

/* Writes all of it, as far as the descriptor takes it. */
void ct_write(int descriptor, const void *bytes, size_t size);

/* The extent of the terminal as its driver knows it; false if it doesn't. */
bool ct_size(int terminal, int *columns, int *rows);

#endif
