#ifndef CLEARWATER_DATAGRAM_BATCHES_H
#define CLEARWATER_DATAGRAM_BATCHES_H

#include <stddef.h>
#include <stdint.h>

// Batches of datagrams in one system call. The C library declares recvmmsg and sendmmsg only with GNU extensions, which
// Swift does not see.

// One datagram with its peer. The address is 128 bits as two halves in host order, IPv4 in its IPv4-mapped form.
struct datagram {
    void *bytes;
    uint64_t address_high;
    uint64_t address_low;
    uint32_t length;
    uint16_t port;
};

enum { DATAGRAM_BATCH = 64 };

// Receives up to `count` datagrams without waiting, each into its `bytes` of `length` room; sets length and peer.
// Returns how many came, 0 if none waits, or minus an errno.
int datagrams_receive(int socket, struct datagram *datagrams, int count);

// Sends up to `count` datagrams without waiting.
// Returns how many the kernel took, or minus the errno that the first one earned.
int datagrams_send(int socket, const struct datagram *datagrams, int count);

// Asks for this much receive and send buffer; takes what the system gives.
void datagrams_grow_buffers(int socket, int bytes);

#endif
