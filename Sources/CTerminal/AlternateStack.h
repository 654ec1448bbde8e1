#ifndef EXPORTDECK_ALTERNATESTACK_H
#define EXPORTDECK_ALTERNATESTACK_H

/* Gives the calling thread a stack of its own for signal handlers, because a signal may mean that
 * its other one is full. NULL if there is no memory for it. */
void *alternate_stack_begin(void);

/* Takes that stack away again, before the thread ends. */
void alternate_stack_end(void *stack);

#endif
