/* Runs a command once, its output into a file that nobody sees, and prints what that cost: wall ms, CPU ms, peak KiB.
 * The peak of a child begins with the size of the process that forked it, so that process has to be small.
 * usage: run COMMAND ARGUMENT... */
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static double milliseconds(struct timeval time) { return (double)time.tv_sec * 1e3 + (double)time.tv_usec / 1e3; }

int main(int argc, char **argv) {
    if (argc < 2) return fprintf(stderr, "usage: run COMMAND ARGUMENT...\n"), 2;
    int output = memfd_create("output", 0), status;
    struct rusage usage;
    double begun = now();
    pid_t child = fork();
    if (child == 0) {
        dup2(output, STDOUT_FILENO);
        execvp(argv[1], argv + 1);
        perror(argv[1]);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &usage) != child) return perror("run"), 1;
    double ended = now();
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return fprintf(stderr, "%s failed\n", argv[1]), 1;
    printf("%.3f %.3f %ld\n", ended - begun, milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime), usage.ru_maxrss);
    return 0;
}
