#define _GNU_SOURCE
#include "CSystemClock.h"

#include <errno.h>
#include <sys/timex.h>

int system_clock_is_synchronised(void) {
    // No mode: nothing is changed, so anybody may ask.
    struct timex state = {.modes = 0};
    int answer = adjtimex(&state);
    if (answer < 0) return -errno;
    return answer != TIME_ERROR && !(state.status & STA_UNSYNC);
}
