/* Gives SIPp a precise clock.
 *
 * SIPp paces its sending and stamps its response times by CLOCK_MONOTONIC_COARSE, which moves only
 * at the kernel's tick: every 4 ms where HZ is 250. Preloaded, this answers the coarse clock with
 * the precise one. Everything else goes to libc untouched. Cost: one comparison a call.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

typedef int (*clock_reader)(clockid_t, struct timespec *);

static clock_reader libc_clock_gettime;

__attribute__((constructor)) static void find_libc_clock(void) {
    libc_clock_gettime = (clock_reader)dlsym(RTLD_NEXT, "clock_gettime");
}

int clock_gettime(clockid_t wanted, struct timespec *answer) {
    clockid_t read = wanted == CLOCK_MONOTONIC_COARSE ? CLOCK_MONOTONIC : wanted;
    if (libc_clock_gettime == NULL) {
        /* Another library's constructor ran before ours. */
        return (int)syscall(SYS_clock_gettime, read, answer);
    }
    return libc_clock_gettime(read, answer);
}
