import NIOCore

/// Tells a connection's record when octets come and when those written are taken.
final class OctetWatch: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    private let connection: WebConnection

    init(_ connection: WebConnection) { self.connection = connection }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        connection.octetsArrived(now: .now())
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let connection = connection
        connection.writeBegan(now: .now())
        let promise = promise ?? context.eventLoop.makePromise()
        promise.futureResult.whenComplete { _ in connection.writeEnded(now: .now()) }
        context.write(data, promise: promise)
    }
}
