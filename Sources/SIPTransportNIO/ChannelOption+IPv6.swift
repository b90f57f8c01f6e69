import NIOCore

extension ChannelOption where Self == ChannelOptions.Types.SocketOption {
    /// IPV6_V6ONLY: the socket takes no IPv4 traffic (RFC 3493 5.3).
    static var onlyIPv6: Self { .init(level: .ipv6, name: .ipv6_v6only) }
}
