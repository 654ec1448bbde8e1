#ifndef EXPORTDECK_CTERMINAL_H
#define EXPORTDECK_CTERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What has to be done about a terminal where no Swift may run: in signal handlers and at exit.
 * There is one terminal for the process, and all but ct_wake belongs to one thread. */

/* Makes the wake pipe and installs the handlers. Every signal whose default action ends a process
 * gives the terminal back and ends it by that action, except that TERM, HUP, INT and QUIT, like TSTP,
 * CONT and WINCH, wake ct_wake_descriptor. A program that was told to end and is stuck, in output to a
 * terminal that takes none or anywhere else, gives the terminal back and dies of the signal after
 * about two seconds. A signal that was ignored before stays ignored (nohup). The first call counts,
 * later ones install the handlers again. False if there is no pipe to be had. */
bool ct_install(void);

/* TERM, HUP, INT, QUIT, TSTP, CONT and WINCH do again what they do by default; the program ends at
 * once of one that came and was never taken. */
void ct_retire(void);

/* For a program without a screen that takes a terminal for a moment: as ct_install, but for the
 * signals alone that nobody is told of. */
void ct_guard(void);

/* Readable whenever ct_take has something to give. */
int ct_wake_descriptor(void);

/* Wakes the thread that polls ct_wake_descriptor. From any thread, and from signal handlers. */
void ct_wake(void);

/* What came since the last call: bit n for signal n, bit 0 for ct_wake. */
uint64_t ct_take(void);

/* Remembers how the terminal is set now; whoever gives it back sets it so again. `output` is where
 * it is written to. False if it is no terminal. */
bool ct_save(int terminal, int output);

/* From now on the terminal is ours, and whoever dies gives it back with these bytes. A copy is
 * taken. `note` is written after them by a crash; standard_error is the descriptor that becomes 2
 * again before that, or -1. */
void ct_hold(
    const char *leaving, size_t leaving_size, const char *note, size_t note_size,
    int standard_error);

/* The terminal is no longer ours. */
void ct_release(void);

/* Gives the terminal back as whoever dies would. From any thread. */
void ct_give_back(void);

/* Sets the terminal as ct_save found it. */
void ct_restore(void);

/* Around whatever may wait for the terminal to take output. */
void ct_output_begins(void);
void ct_output_ends(void);

/* Stops the process group as the terminal's own suspend key would; returns when it goes on. */
void ct_stop(void);

/* Writes all of it, as far as the descriptor takes it. */
void ct_write(int descriptor, const void *bytes, size_t size);

/* The extent of the terminal as its driver knows it; false if it doesn't. */
bool ct_size(int terminal, int *columns, int *rows);

#endif
