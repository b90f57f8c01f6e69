import Glibc
import NIOCore

extension TransportLimits {
    /// What every TCP connection is told.
    ///
    /// Nothing waits for more to send with it; and a peer that vanished without a word is noticed,
    /// by what it does not acknowledge (RFC 5482) or, where nothing is sent, by probes (RFC 1122
    /// 4.2.3.6).
    var streamOptions: [(option: ChannelOptions.Types.SocketOption, value: Int)] {
        let patience = Int(acknowledgeTime.nanoseconds / 1_000_000)
        let pause = Int(max(1, probeTime.nanoseconds / 1_000_000_000))
        return [
            (.tcp(TCP_NODELAY), 1), (.tcp(TCP_USER_TIMEOUT), patience),
            (.init(level: .socket, name: .so_keepalive), 1), (.tcp(TCP_KEEPIDLE), pause),
            (.tcp(TCP_KEEPINTVL), max(1, pause / 4)), (.tcp(TCP_KEEPCNT), 4),
        ]
    }

    /// A connection is "not writable" to SwiftNIO where it is overfull to us.
    var waterMark: ChannelOptions.Types.WriteBufferWaterMark {
        .init(low: max(1, unwrittenBytes / 2), high: max(1, unwrittenBytes))
    }
}

extension ChannelOptions.Types.SocketOption {
    fileprivate static func tcp(_ name: CInt) -> Self {
        .init(level: .tcp, name: .init(rawValue: name))
    }
}

extension ChannelOption where Self == ChannelOptions.Types.SocketOption {
    /// IPV6_V6ONLY: the socket takes no IPv4 traffic (RFC 3493 5.3).
    static var onlyIPv6: Self { .init(level: .ipv6, name: .ipv6_v6only) }
}
