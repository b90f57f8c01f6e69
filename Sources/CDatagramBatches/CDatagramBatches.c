#define _GNU_SOURCE
#include "CDatagramBatches.h"

#include <arpa/inet.h>
#include <endian.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

union peer {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

static int at_most_a_batch(int count) {
    return count < DATAGRAM_BATCH ? count : DATAGRAM_BATCH;
}

static void read_peer(const union peer *peer, struct datagram *datagram) {
    if (peer->any.sa_family == AF_INET) {
        datagram->address_high = 0;
        datagram->address_low = 0xFFFF00000000ull | ntohl(peer->v4.sin_addr.s_addr);
        datagram->port = ntohs(peer->v4.sin_port);
        return;
    }
    uint64_t halves[2];
    memcpy(halves, &peer->v6.sin6_addr, sizeof halves);
    datagram->address_high = be64toh(halves[0]);
    datagram->address_low = be64toh(halves[1]);
    datagram->port = ntohs(peer->v6.sin6_port);
}

static socklen_t write_peer(const struct datagram *datagram, union peer *peer) {
    if (datagram->address_high == 0 && datagram->address_low >> 32 == 0xFFFF) {
        memset(&peer->v4, 0, sizeof peer->v4);
        peer->v4.sin_family = AF_INET;
        peer->v4.sin_port = htons(datagram->port);
        peer->v4.sin_addr.s_addr = htonl((uint32_t)datagram->address_low);
        return sizeof peer->v4;
    }
    uint64_t halves[2] = {htobe64(datagram->address_high), htobe64(datagram->address_low)};
    memset(&peer->v6, 0, sizeof peer->v6);
    peer->v6.sin6_family = AF_INET6;
    peer->v6.sin6_port = htons(datagram->port);
    memcpy(&peer->v6.sin6_addr, halves, sizeof halves);
    return sizeof peer->v6;
}

int datagrams_receive(int socket, struct datagram *datagrams, int count) {
    struct mmsghdr messages[DATAGRAM_BATCH];
    struct iovec vectors[DATAGRAM_BATCH];
    union peer peers[DATAGRAM_BATCH];
    count = at_most_a_batch(count);
    memset(messages, 0, sizeof messages[0] * (size_t)count);
    for (int i = 0; i < count; i++) {
        vectors[i].iov_base = datagrams[i].bytes;
        vectors[i].iov_len = datagrams[i].length;
        messages[i].msg_hdr.msg_name = &peers[i];
        messages[i].msg_hdr.msg_namelen = sizeof peers[i];
        messages[i].msg_hdr.msg_iov = &vectors[i];
        messages[i].msg_hdr.msg_iovlen = 1;
    }
    int received;
    do {
        received = recvmmsg(socket, messages, (unsigned)count, MSG_DONTWAIT, NULL);
    } while (received < 0 && errno == EINTR);
    if (received < 0) return errno == EAGAIN || errno == EWOULDBLOCK ? 0 : -errno;
    for (int i = 0; i < received; i++) {
        datagrams[i].length = messages[i].msg_len;
        read_peer(&peers[i], &datagrams[i]);
    }
    return received;
}

int datagrams_send(int socket, const struct datagram *datagrams, int count) {
    struct mmsghdr messages[DATAGRAM_BATCH];
    struct iovec vectors[DATAGRAM_BATCH];
    union peer peers[DATAGRAM_BATCH];
    count = at_most_a_batch(count);
    memset(messages, 0, sizeof messages[0] * (size_t)count);
    for (int i = 0; i < count; i++) {
        vectors[i].iov_base = datagrams[i].bytes;
        vectors[i].iov_len = datagrams[i].length;
        messages[i].msg_hdr.msg_name = &peers[i];
        messages[i].msg_hdr.msg_namelen = write_peer(&datagrams[i], &peers[i]);
        messages[i].msg_hdr.msg_iov = &vectors[i];
        messages[i].msg_hdr.msg_iovlen = 1;
    }
    int sent;
    do {
        sent = sendmmsg(socket, messages, (unsigned)count, MSG_DONTWAIT | MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    return sent < 0 ? -errno : sent;
}

void datagrams_grow_buffers(int socket, int bytes) {
    // With the right to do so, beyond the system's limit.
    if (setsockopt(socket, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof bytes) != 0)
        (void)setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
    if (setsockopt(socket, SOL_SOCKET, SO_SNDBUFFORCE, &bytes, sizeof bytes) != 0)
        (void)setsockopt(socket, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
}
