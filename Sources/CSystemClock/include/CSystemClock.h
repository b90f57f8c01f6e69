#ifndef CLEARWATER_SYSTEM_CLOCK_H
#define CLEARWATER_SYSTEM_CLOCK_H

// Whether the system's clock follows a time server; Swift does not see adjtimex.
// Returns 1 or 0, or minus an errno where the system does not tell.
int system_clock_is_synchronised(void);

#endif
