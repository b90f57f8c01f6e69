// libunbound, NLnet Labs' resolver library (Debian libunbound-dev).
#include <unbound.h>

// For the descriptor that wakes the thread beside it.
#include <sys/eventfd.h>
