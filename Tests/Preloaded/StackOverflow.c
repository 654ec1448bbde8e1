/* A test loads this into the dashboard. A thread other than the main one, of its own or of
 * Dispatch, waits for the file OVERFLOW_AT, and then needs more stack than it has. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static volatile int depth;
static int dig(int level) {
  volatile char frame[4096];
  memset((void *)frame, level, sizeof frame);
  depth = level;
  return dig(level + 1) + frame[level % sizeof frame];
}

static void wait_and_dig(void *file) {
  while (access(file, F_OK) != 0) usleep(10000);
  depth = dig(0);
}

static void *on_thread(void *file) {
  wait_and_dig(file);
  return NULL;
}

__attribute__((constructor)) static void begin(void) {
  char *file = getenv("OVERFLOW_AT");
  if (!file) return;
  const char *where = getenv("OVERFLOW_ON");
  if (where && strcmp(where, "dispatch") == 0) {
    void *(*queue)(long, unsigned long) = dlsym(RTLD_DEFAULT, "dispatch_get_global_queue");
    void (*async)(void *, void *, void (*)(void *)) = dlsym(RTLD_DEFAULT, "dispatch_async_f");
    if (queue && async) async(queue(0, 0), file, wait_and_dig);
  } else {
    pthread_t thread;
    pthread_create(&thread, NULL, on_thread, file);
  }
}
