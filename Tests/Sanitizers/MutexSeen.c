/* The thread sanitizer sees atomic operations of what it compiled itself. The slow paths of Swift's
 * `Mutex` are in the toolchain's library, which it didn't, so that every contended lock looks like
 * none. Preloaded, this tells it of them: whoever got the lock comes after whoever gave it back.
 *
 * The names and their calling convention are those of libswiftSynchronization on Linux
 * (`_MutexHandle._lockSlow(_:)` and `_unlockSlow()`). */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stddef.h>
#include <stdint.h>

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *self

/* Absent in programs without the sanitizer, which the tests start too. */
void __tsan_acquire(void *address) __attribute__((weak));
void __tsan_release(void *address) __attribute__((weak));

SWIFT void lock_slow(uint32_t thread, SELF) __asm__(
    "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF");
SWIFT void unlock_slow(SELF) __asm__("$s15Synchronization12_MutexHandleV11_unlockSlowyyF");

typedef SWIFT void (*locking)(uint32_t, SELF);
typedef SWIFT void (*unlocking)(SELF);

SWIFT void lock_slow(uint32_t thread, SELF) {
  locking next =
      (locking)dlsym(RTLD_NEXT, "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF");
  next(thread, self);
  if (__tsan_acquire) __tsan_acquire(self);
}

SWIFT void unlock_slow(SELF) {
  unlocking next =
      (unlocking)dlsym(RTLD_NEXT, "$s15Synchronization12_MutexHandleV11_unlockSlowyyF");
  if (__tsan_release) __tsan_release(self);
  next(self);
}
