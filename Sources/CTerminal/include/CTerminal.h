#ifndef EXPORTDECK_CTERMINAL_H
#define EXPORTDECK_CTERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What has to be done to a terminal where no Swift may run: in signal handlers and at exit.
 * There is one terminal for the process. Everything but ct_wake and ct_give_back belongs to one
 * thread. */

/* Makes the wake pipe and installs the handlers. Every signal whose default action ends a process
 * gives the terminal back and then ends it in that way, except that TERM, HUP, INT and QUIT, like
 * TSTP, CONT and WINCH, wake ct_wake_descriptor. If a program was told to end and is stuck, in
 * output to a blocked terminal or anywhere else, it gives the terminal back and dies of the signal
 * after about two seconds. A signal that was ignored before stays ignored (nohup). The first call
 * makes the pipe, later ones only install the handlers again. False if no pipe can be made. */
bool ct_install(void);

/* TERM, HUP, INT, QUIT, TSTP, CONT and WINCH get their default actions back. If the program was
 * told to end and has not taken that signal, it dies of it at once. */
void ct_retire(void);

/* For a program without a screen that takes a terminal for a moment: like ct_install, but only for
 * the signals that ct_take does not report. */
void ct_guard(void);

/* Readable whenever ct_take has something to return. */
int ct_wake_descriptor(void);

/* Wakes the thread that polls ct_wake_descriptor. May be called from any thread and from signal
 * handlers. */
void ct_wake(void);

/* What came since the last call: bit n for signal n, bit 0 for ct_wake. */
uint64_t ct_take(void);

/* Remembers the terminal's settings, which are restored when it is given back. `output` is the
 * descriptor to write to it with. False if it is not a terminal. */
bool ct_save(int terminal, int output);

/* From now on the terminal is ours. However the program dies, these bytes are written to give it
 * back. They are copied. After a crash, `note` is written after them; before that, standard_error
 * becomes descriptor 2 again, unless it is -1. */
void ct_hold(
    const char *leaving, size_t leaving_size, const char *note, size_t note_size,
    int standard_error);

/* The terminal is no longer ours. */
void ct_release(void);

/* Gives the terminal back as when the program dies. May be called from any thread. */
void ct_give_back(void);

/* Restores the terminal's settings as ct_save found them. */
void ct_restore(void);

/* Call these around anything that may wait for the terminal to accept output. */
void ct_output_begins(void);
void ct_output_ends(void);

/* Stops the process group as the terminal's own suspend key would; returns when it goes on. */
void ct_stop(void);

/* Writes all the bytes, or as many as the descriptor accepts. */
void ct_write(int descriptor, const void *bytes, size_t size);

/* The terminal's size as its driver knows it; false if it doesn't. */
bool ct_size(int terminal, int *columns, int *rows);

#endif
