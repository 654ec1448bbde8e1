#define _GNU_SOURCE
#include "AlternateStack.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>

enum { stack_size = 64 * 1024 };

void *alternate_stack_begin(void) {
  /* The kernel finds memory for it when a handler runs, so a stack that is never used costs none. */
  void *start = mmap(
      NULL, stack_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
  if (start == MAP_FAILED) return NULL;
  stack_t stack = {.ss_sp = start, .ss_size = stack_size};
  if (sigaltstack(&stack, NULL) == 0) return start;
  munmap(start, stack_size);
  return NULL;
}

void alternate_stack_end(void *stack) {
  stack_t none = {.ss_flags = SS_DISABLE};
  if (stack && sigaltstack(&none, NULL) == 0) munmap(stack, stack_size);
}

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define HAS_SANITIZER 1
#endif
#endif

/* The sanitizers have a pthread_create of their own. */
#ifndef HAS_SANITIZER

struct work {
  void *(*run)(void *);
  void *passed;
};

static void *begin(void *passed) {
  struct work work = *(struct work *)passed;
  free(passed);
  void *result;
  pthread_cleanup_push(alternate_stack_end, alternate_stack_begin());
  result = work.run(work.passed);
  pthread_cleanup_pop(1);
  return result;
}

typedef int creation(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);

static creation *creation_of_library(void) {
  static _Atomic(creation *) known;
  creation *found = atomic_load(&known);
  if (found) return found;
  *(void **)&found = dlsym(RTLD_NEXT, "pthread_create");
  atomic_store(&known, found);
  return found;
}

/* Takes the place of the C library's pthread_create for the whole program, its libraries included:
 * most threads are made by Dispatch and NIO, which nobody can ask to prepare them. Each then begins
 * with an alternate stack, so that a handler can run whichever thread's stack is full. */
int pthread_create(
    pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *), void *passed) {
  creation *create = creation_of_library();
  struct work *work = create ? malloc(sizeof *work) : NULL;
  if (!work) return EAGAIN;
  *work = (struct work){.run = run, .passed = passed};
  int code = create(thread, attributes, begin, work);
  if (code != 0) free(work);
  return code;
}

#endif
